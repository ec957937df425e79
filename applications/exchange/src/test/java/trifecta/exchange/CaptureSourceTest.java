package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.service.status.Counters;

class CaptureSourceTest {
    private static final String DAY = "2026-08-05";
    private static final long T = 1_785_930_336_000L;
    private static final long NOW = 1_800_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    @TempDir
    Path folder;

    private final Counters<Counts> counters = new Counters<>(Counts.class);
    private final CollectingStage stage = new CollectingStage();
    private CaptureFolder capture = new CaptureFolder(Path.of(""));

    @BeforeEach
    void newFolder() {
        capture = new CaptureFolder(folder.resolve("frames"));
        stage.lines.addAll(Set.of(1, 2));
    }

    @Test
    void twoFilesAreMergedByTheTimeOfTheirReceiptAndTheFirstSnapshotIsTheBook() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T, "yes 0.4000 10.00")
                .delta("KXA-1-X", DAY, T + 10, "yes", "0.4000", "-3.00")
                .delta("KXA-1-X", DAY, T + 30, "no", "0.5000", "2.50");
        capture.snapshot("KXB-1-X", DAY, T + 5, "no 0.3000 1.00")
                .delta("KXB-1-X", DAY, T + 20, "no", "0.3000", "-1.00");

        run("max", 0);

        assertThat(texts())
                .containsExactly("KXA-1-X YES 400000 -300", "KXB-1-X NO 300000 -100", "KXA-1-X NO 500000 250");
        assertThat(stage.markets).extracting(Market::ticker).containsExactly("KXA-1-X", "KXB-1-X");
        assertThat(stage.markets.getFirst().facts().eventTicker()).isEqualTo("KXA-1");
    }

    @Test
    void itWaitsForTheLinesThatWereAskedFor() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T).delta("KXA-1-X", DAY, T + 10, "yes", "0.4000", "3.00");
        CaptureSource source = source("max", 3);
        source.open(NOW, stage);

        assertThat(source.advance(NOW, stage)).isPositive();
        assertThat(source.state()).isEqualTo("waiting");
        stage.lines.add(3);
        source.advance(NOW, stage);
        source.advance(NOW, stage);

        assertThat(texts()).hasSize(1);
        assertThat(source.state()).isEqualTo("finished");
    }

    @Test
    void emptySnapshotsAreClearsEachOfThem() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T, "yes 0.4000 10.00")
                .snapshot("KXA-1-X", DAY, T + 10)
                .snapshot("KXA-1-X", DAY, T + 20);

        run("max", 0);

        assertThat(texts()).containsExactly("KXA-1-X cleared", "KXA-1-X cleared");
    }

    @Test
    void aLaterBookIsAHoleAndNothingGoesOnBeforeEveryoneIsBack() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T, "yes 0.4000 10.00")
                .snapshot("KXA-1-X", DAY, T + 10, "yes 0.4100 10.00")
                .delta("KXA-1-X", DAY, T + 20, "yes", "0.4100", "1.00");
        capture.snapshot("KXB-1-X", DAY, T, "no 0.4000 10.00")
                .snapshot("KXB-1-X", DAY, T + 1200, "no 0.4000 11.00")
                .delta("KXB-1-X", DAY, T + 1300, "no", "0.4000", "1.00");
        CaptureSource source = source("max", 2);
        source.open(NOW, stage);
        source.advance(NOW, stage);
        source.advance(NOW, stage);

        assertThat(texts()).containsExactly("KXA-1-X reset", "KXB-1-X reset");
        stage.lines.remove(2);
        source.advance(NOW + SECOND, stage);
        assertThat(source.state()).isEqualTo("resuming");
        stage.lines.add(2);
        source.advance(NOW + 2 * SECOND, stage);
        source.advance(NOW + 2 * SECOND, stage);
        assertThat(texts())
                .containsExactly("KXA-1-X reset", "KXB-1-X reset", "KXA-1-X YES 410000 100", "KXB-1-X NO 400000 100");
    }

    @Test
    void whoDoesNotComeBackIsNotWaitedForForEver() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T, "yes 0.4000 10.00")
                .snapshot("KXA-1-X", DAY, T + 10, "yes 0.4100 10.00")
                .delta("KXA-1-X", DAY, T + 20, "yes", "0.4100", "1.00");
        CaptureSource source = source("max", 2);
        source.open(NOW, stage);
        source.advance(NOW, stage);
        source.advance(NOW, stage);
        stage.lines.clear();

        source.advance(NOW + 9 * SECOND, stage);
        assertThat(source.state()).isEqualTo("resuming");
        source.advance(NOW + 11 * SECOND, stage);
        assertThat(source.state()).isEqualTo("live");
    }

    @Test
    void theNextDaysFileOfAMarketGoesOnWithItsBook() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T, "yes 0.4000 10.00");
        capture.delta("KXA-1-X", "2026-08-06", T + 86_400_000, "yes", "0.4000", "-10.00");

        run("max", 0);

        assertThat(texts()).containsExactly("KXA-1-X YES 400000 -1000");
        assertThat(stage.markets.getFirst().book().isEmpty()).isTrue();
    }

    @Test
    void whatNobodyCanPlaceIsSkippedAndCounted() throws Exception {
        capture.delta("KXA-1-X", DAY, T, "yes", "0.4000", "-3.00")
                .trade("KXA-1-X", DAY, T + 1, "cee84bee-3d5f-74f7-e20c-aeac035d6afa")
                .snapshot("KXA-1-X", DAY, T + 2)
                .frame("KXA-1-X", DAY, T + 3, "{\"type\":\"novelty\",\"sid\":9,\"msg\":{\"a\":[1]}}")
                .delta("KXA-1-X", DAY, T + 4, "yes", "0.4000", "3.00");

        run("max", 0);

        assertThat(texts()).containsExactly("trade cee84bee-3d5f-74f7-e20c-aeac035d6afa", "KXA-1-X YES 400000 300");
        assertThat(counters.value(Counts.FRAMES_SKIPPED)).isEqualTo(2);
    }

    @Test
    void messagesKeepTheirRecordedForm() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T).delta("KXA-1-X", DAY, T + 10, "yes", "0.4000", "3.00");

        run("max", 0);

        assertThat(stage.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Delta.class,
                        delta -> assertThat(delta.body())
                                .hasToString(
                                        "{\"market_ticker\":\"KXA-1-X\",\"market_id\":\"id-KXA-1-X\",\"price_dollars\":\"0.4000\","
                                                + "\"delta_fp\":\"3.00\",\"side\":\"yes\",\"ts\":\"2026-08-05T11:45:36.56403Z\",\"ts_ms\":"
                                                + (T + 10) + "}"));
    }

    @Test
    void theClockPacesAndLongSilencesAreSkippedExceptAtTheRecordersOwnSpeed() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T)
                .delta("KXA-1-X", DAY, T + 1000, "yes", "0.4000", "3.00")
                .delta("KXA-1-X", DAY, T + 60_000, "yes", "0.4000", "3.00");

        assertThat(timesOfEvents("1x")).containsExactly(1000L, 60_000L);
        assertThat(timesOfEvents("10x")).containsExactly(100L, 100L);
        assertThat(timesOfEvents("2/s")).containsExactly(500L, 1000L);
    }

    private List<Long> timesOfEvents(String pace) throws Exception {
        CaptureSource source = source(pace, 0);
        CollectingStage listening = new CollectingStage();
        source.open(NOW, listening);
        List<Long> times = new ArrayList<>();
        for (long millis = 0; !source.state().equals("finished"); millis++) {
            int before = listening.events.size();
            while (source.advance(NOW + millis * 1000, listening) == 0) {
                // more is due at this instant
            }
            for (int i = before; i < listening.events.size(); i++) {
                times.add(millis);
            }
        }
        return times;
    }

    @Test
    void atFullSpeedItWaitsForClientsThatAreFull() throws Exception {
        capture.snapshot("KXA-1-X", DAY, T).delta("KXA-1-X", DAY, T + 10, "yes", "0.4000", "3.00");
        stage.room = false;
        CaptureSource source = source("max", 0);
        source.open(NOW, stage);
        source.advance(NOW, stage);
        source.advance(NOW, stage);

        assertThat(texts()).isEmpty();
        stage.room = true;
        source.advance(NOW, stage);
        assertThat(texts()).hasSize(1);
    }

    private CaptureSource source(String pace, int lines) throws Exception {
        return new CaptureSource(capture.write(), ReplayPace.ofText(pace).orElseThrow(), lines, counters);
    }

    private void run(String pace, int lines) throws Exception {
        CaptureSource source = source(pace, lines);
        source.open(NOW, stage);
        while (!source.state().equals("finished")) {
            source.advance(NOW, stage);
        }
    }

    private List<String> texts() {
        return stage.events.stream()
                .map(event -> switch (event) {
                    case Event.Delta delta ->
                        delta.market() + " " + delta.side() + " " + delta.priceMicros() + " " + delta.deltaHundredths();
                    case Event.Traded traded -> "trade " + traded.trade().tradeId();
                    case Event.BookCleared cleared -> cleared.market() + " cleared";
                    case Event.BookReset reset -> reset.market() + " reset";
                    default -> event.toString();
                })
                .toList();
    }
}
