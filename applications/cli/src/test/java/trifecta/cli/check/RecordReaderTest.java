package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.BookHash;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.service.OperatingException;

/** What the record says of who has what. Walls are in seconds here. */
class RecordReaderTest {

    @TempDir
    private Path folder;

    @Test
    void anEventSentASecondBeforeTheBreakHasArrivedAndALaterOneMayNot() throws Exception {
        assertThat(deliveries(
                        delta(1, 10_0, "1"), delta(2, 10_5, "1"), "C 2 11100000 1 2 \"reset\"", delta(3, 12_0, "-")))
                .containsExactly(Delivery.CERTAIN, Delivery.IN_FLIGHT, Delivery.NOBODY);
    }

    @Test
    void anAnsweredPingOrAnOrderlyEndProvesMore() throws Exception {
        assertThat(deliveries(delta(1, 10_0, "1"), delta(2, 10_0, "1"), "P 1 1", "C 2 10500000 1 2 \"reset\""))
                .containsExactly(Delivery.CERTAIN, Delivery.IN_FLIGHT);
        assertThat(deliveries(
                        delta(1, 10_0, "1"),
                        delta(2, 10_0, "1"),
                        "F 2 10000000 cut how=orderly line=1 connections=[1]",
                        "C 2 10100000 1 1 \"cut by a fault\""))
                .containsExactly(Delivery.CERTAIN, Delivery.IN_FLIGHT);
        assertThat(deliveries(delta(1, 10_0, "1"), "C 1 10100000 1 1 \"the exchange stops\""))
                .containsExactly(Delivery.CERTAIN);
    }

    @Test
    void whatWasReadJustBeforeItsReaderMayHaveDiedIsNotSurelyKept() throws Exception {
        assertThat(deliveries(delta(1, 10_0, "1"), "P 1 1 10000100", "C 1 10300000 1 1 \"reset\""))
                .containsExactly(Delivery.IN_FLIGHT);
        assertThat(deliveries(delta(1, 10_0, "1"), "P 1 1 10000100", "C 1 10500000 1 1 \"reset\""))
                .containsExactly(Delivery.CERTAIN);
        assertThat(deliveries(delta(1, 10_0, "1"), "P 1 1 10000100")).containsExactly(Delivery.CERTAIN);
    }

    @Test
    void whatWasNeverWrittenDidNotArrive() throws Exception {
        assertThat(deliveries(delta(1, 10_0, "1"), delta(2, 10_0, "1"), "C 2 19000000 1 1 \"reset\""))
                .containsExactly(Delivery.CERTAIN, Delivery.IN_FLIGHT);
    }

    @Test
    void timeInAStallDoesNotCount() throws Exception {
        assertThat(deliveries(
                        delta(1, 10_0, "1"),
                        "F 1 10000000 stall seconds=5s connections=[1]",
                        "C 1 14900000 1 1 \"reset\""))
                .containsExactly(Delivery.IN_FLIGHT);
        assertThat(deliveries(
                        delta(1, 10_0, "1"),
                        "F 1 10000000 stall seconds=2s connections=[1, 2]",
                        "C 1 14900000 1 1 \"reset\""))
                .containsExactly(Delivery.CERTAIN);
    }

    @Test
    void oneLineThatSurelyHasItIsEnough() throws Exception {
        assertThat(deliveries(delta(1, 10_0, "1,2"), "C 1 10100000 1 1 \"reset\"", "P 1 2"))
                .containsExactly(Delivery.CERTAIN);
    }

    @Test
    void aLineThatLostItsPlaceCanStoreOnlyWhatASnapshotFollows() throws Exception {
        List<Delivery> withoutSnapshot =
                deliveries(delta(1, 10_0, "1"), "W 2 1 1 5 hole", delta(2, 10_0, "-"), delta(3, 10_0, "1"), "P 3 1");
        assertThat(withoutSnapshot).containsExactly(Delivery.CERTAIN, Delivery.NOBODY, Delivery.IN_FLIGHT);
        List<Delivery> withSnapshot = deliveries(
                delta(1, 10_0, "1"),
                "W 2 1 1 5 hole",
                delta(2, 10_0, "-"),
                delta(3, 10_0, "1"),
                "S 3 1 1 6 1 0",
                "P 3 1");
        assertThat(withSnapshot).containsExactly(Delivery.CERTAIN, Delivery.NOBODY, Delivery.CERTAIN);
    }

    @Test
    void aSilentLossIsRemembered() throws Exception {
        assertThat(read("W 1 1 1 - drop", delta(1, 10_0, "-"), delta(2, 10_0, "-"))
                        .books()
                        .getOrDefault("KX", List.of()))
                .extracting(BookItem::silent)
                .containsExactly(true, false);
    }

    @Test
    void whatAStaleSnapshotAtTheBeginningOfASpanDoesNotShowIsLostInSilence() throws Exception {
        assertThat(read(
                                delta(1, 10_0, "1"),
                                delta(2, 10_0, "1"),
                                delta(3, 10_0, "1"),
                                "S 3 1 2 9 1 0",
                                "Q 3 1 2 1 1",
                                delta(4, 10_0, "1"))
                        .books()
                        .getOrDefault("KX", List.of()))
                .extracting(BookItem::silent)
                .containsExactly(false, true, true, false);
    }

    @Test
    void aStaleSnapshotBesideARightBookMisleadsNobody() throws Exception {
        assertThat(read(
                                "S 0 1 1 2 1 0",
                                delta(1, 10_0, "1"),
                                delta(2, 10_0, "1"),
                                "S 2 1 1 9 1 0",
                                "Q 2 1 1 1 1",
                                delta(3, 10_0, "1"))
                        .books()
                        .getOrDefault("KX", List.of()))
                .extracting(BookItem::silent)
                .containsExactly(false, false, false);
    }

    @Test
    void anEventThatALineWasToldWithAnotherTimeIsRemembered() throws Exception {
        assertThat(read(delta(1, 10_0, "1"), "X 2 1 1 0", delta(2, 10_0, "1"))
                        .books()
                        .getOrDefault("KX", List.of()))
                .extracting(BookItem::skewed)
                .containsExactly(false, true);
    }

    @Test
    void aHalfOpenConnectionGotNothingAndListenedNoMore() throws Exception {
        History history = read(
                delta(1, 10_0, "1"),
                "P 1 1",
                "F 1 10000000 halfopen line=1 connections=[1]",
                delta(2, 11_0, "1"),
                delta(3, 60_0, "1"),
                "C 3 60000000 1 1 \"closed by the client\"");
        assertThat(history.books().getOrDefault("KX", List.of()))
                .extracting(BookItem::delivery)
                .containsExactly(Delivery.CERTAIN, Delivery.IN_FLIGHT, Delivery.IN_FLIGHT);
        assertThat(history.listening().getOrDefault("KX", List.of())).allMatch(heard -> heard.toMicros() <= 10_000_000);
    }

    @Test
    void booksAreFoldedAndAHoleOfTheSourceIsAStep() throws Exception {
        List<BookItem> path = read(
                        delta(1, 10_0, "1"),
                        "G 2 1 10000000 - y300000:50",
                        "D 3 1 10000000 - y 300000 25 75 1",
                        "R 4 1 10000000 10000001 1",
                        "R 5 1 10000000 10000001 1")
                .books()
                .getOrDefault("KX", List.of());
        assertThat(path).extracting(item -> item.change() == null).containsExactly(false, true, false, false, false);
        assertThat(path.get(0).hashAfter()).isEqualTo(BookHash.ofLevel(Side.YES, 100_000, 10));
        assertThat(path.get(2).hashAfter()).isEqualTo(BookHash.ofLevel(Side.YES, 300_000, 75));
        assertThat(path.get(2).exchangeMicros()).isEqualTo(Times.ABSENT);
        assertThat(path).extracting(BookItem::mayBeSkipped).containsExactly(false, false, false, false, true);
    }

    @Test
    void stampsOfLinesWidenWhatIsAccepted() throws Exception {
        assertThat(read().stamps().isExact()).isTrue();
        assertThat(read("F 0 1 stamps=jitter line=3 lines=[3]").stamps().admits(1_000_000, 1_004_900))
                .isTrue();
        assertThat(read("F 0 1 stamps=offset offset=20ms lines=[3]").stamps().admits(1_000_000, 1_020_000))
                .isTrue();
        assertThat(read("F 0 1 stamps=none lines=[3]").stamps().admits(1_000_000, Times.ABSENT))
                .isTrue();
        assertThat(read("F 0 1 stamps=none lines=[3]").stamps().admits(1_000_000, 1_000_001))
                .isFalse();
        assertThat(read("F 0 1 stamps=plain lines=[3]").stamps().isExact()).isTrue();
    }

    @Test
    void aTornLastLineIsLeftOutAndAnotherOneIsNamed() throws Exception {
        assertThat(deliveries(delta(1, 10_0, "1"), "P 1 1", "D 2 1 100")).containsExactly(Delivery.CERTAIN);
        assertThatThrownBy(() -> read("D 2 1 100", delta(1, 10_0, "1")))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("line 8 does not read: D 2 1 100");
        assertThatThrownBy(() -> RecordReader.read(folder.resolve("nowhere"))).isInstanceOf(OperatingException.class);
    }

    @Test
    void aSecondStartGoesOnWhereTheBooksStoodOrHasAHole() throws Exception {
        write("a.record", List.of(delta(1, 10_0, "-")));
        write("b.record", List.of("B 0 1 y100000:10", delta(1, 20_0, "-").replace(" 10 10 ", " 10 20 ")));
        write("c.record", List.of("B 0 1 y100000:7"));
        List<BookItem> path = RecordReader.read(folder).books().getOrDefault("KX", List.of());
        assertThat(path).extracting(item -> item.change() == null).containsExactly(false, false, true);
    }

    private List<Delivery> deliveries(String... lines) throws Exception {
        return read(lines).books().getOrDefault("KX", List.of()).stream()
                .map(BookItem::delivery)
                .toList();
    }

    private History read(String... lines) throws Exception {
        List<String> all = new ArrayList<>(List.of(lines));
        write("exchange-1.record", all);
        return RecordReader.read(folder);
    }

    private void write(String name, List<String> lines) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "H 1 1 3 \"test\"",
                "M 1 KX",
                "O 0 1 1 1",
                "O 0 1 2 2",
                "U 0 1 1 1 orderbook_delta",
                "A 0 1 1 +1",
                "S 0 1 1 1 1 0"));
        all.addAll(lines);
        Files.write(folder.resolve(name), all);
    }

    /** A delta at a wall time in tenths of a second, on a level of its own. */
    private static String delta(int index, int tenths, String receivers) {
        return "D " + index + " 1 " + tenths * 100_000L + " " + tenths * 100_000L + " y " + index * 100_000 + " 10 10 "
                + receivers;
    }
}
