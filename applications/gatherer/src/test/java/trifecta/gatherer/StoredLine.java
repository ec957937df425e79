package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.BookChange;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.protocol.Message;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;

/** All rows of a line as they stand in its database, read as the deduplicator reads them. */
final class StoredLine {
    record Row(int boot, LineEvent event) {}

    final List<Row> rows = new ArrayList<>();

    static StoredLine read(DatabaseAddress address) throws StoreException {
        StoredLine line = new StoredLine();
        LineCursor cursor = LineCursor.START;
        try (LineReader reader = LineReader.open(address, "test reader")) {
            while (true) {
                LineBatch batch = reader.read(cursor, 1000);
                assertThat(batch).isInstanceOf(LineBatch.Rows.class);
                LineBatch.Rows next = (LineBatch.Rows) batch;
                if (next.events().isEmpty()) {
                    return line;
                }
                next.events().forEach(event -> line.rows.add(new Row(next.boot(), event)));
                cursor = next.next();
            }
        }
    }

    Position last() {
        return rows.isEmpty()
                ? Position.START
                : new Position(rows.getLast().boot, rows.getLast().event.n());
    }

    long count(Class<? extends LineEvent.Body> kind) {
        return rows.stream().filter(row -> kind.isInstance(row.event.body())).count();
    }

    long snapshots(SnapshotRole role) {
        return rows.stream()
                .filter(row -> row.event.body() instanceof LineEvent.Snapshot one && one.role() == role)
                .count();
    }

    List<String> trades() {
        List<String> ids = new ArrayList<>();
        for (Row row : rows) {
            if (row.event.body() instanceof LineEvent.TradeSeen seen) {
                ids.add(seen.trade().tradeId());
            }
        }
        return ids;
    }

    /** Every number once, in order, in every boot. */
    void assertDense() {
        Position before = Position.START;
        for (Row row : rows) {
            long expected = row.boot == before.boot() ? before.n() + 1 : 1;
            assertThat(row.event.n()).as("behind %s", before).isEqualTo(expected);
            before = new Position(row.boot, row.event.n());
        }
    }

    /** The changes of a market that the line claims, spans and prologues one after the other, each run without a hole. */
    List<List<BookChange>> runs(String market) {
        List<List<BookChange>> runs = new ArrayList<>();
        long hash = 0;
        for (Row row : rows) {
            switch (row.event.body()) {
                case LineEvent.Snapshot one
                when one.market().equals(market) -> {
                    if (one.role() == SnapshotRole.STARTS || one.role() == SnapshotRole.DISAGREES) {
                        List<BookChange> run = new ArrayList<>();
                        one.prologue().forEach(held -> run.add(held.change()));
                        runs.add(run);
                    } else if (one.role() == SnapshotRole.AGREES) {
                        assertThat(one.hash()).isEqualTo(hash);
                    }
                    hash = one.hash();
                }
                case LineEvent.Delta one
                when one.market().equals(market) -> {
                    assertThat(one.change().hashBefore()).isEqualTo(hash);
                    runs.getLast().add(one.change());
                    hash = one.change().bookHash();
                }
                default -> {}
            }
        }
        return runs;
    }

    /** Each run is an unbroken piece of what the exchange did, the runs follow one another, and they end where the truth ends. */
    void assertRunsAreTrue(Map<String, List<Message.Delta>> truth) {
        Map<String, Integer> covered = new HashMap<>();
        truth.forEach((market, events) -> {
            int at = 0;
            for (List<BookChange> run : runs(market)) {
                if (!run.isEmpty()) {
                    at = find(events, run, at);
                    assertThat(at)
                            .as("a run of %s is a piece of the truth", market)
                            .isNotNegative();
                    at += run.size();
                    covered.merge(market, run.size(), Integer::sum);
                }
            }
            assertThat(at).as("%s is complete at its end", market).isEqualTo(events.size());
        });
    }

    private static int find(List<Message.Delta> events, List<BookChange> run, int from) {
        for (int at = from; at + run.size() <= events.size(); at++) {
            boolean same = true;
            for (int i = 0; i < run.size() && same; i++) {
                Message.Delta event = events.get(at + i);
                BookChange change = run.get(i);
                same = event.exchangeMicros() == change.exchangeMicros()
                        && event.side() == change.side()
                        && event.priceMicros() == change.priceMicros()
                        && event.deltaHundredths() == change.deltaHundredths();
            }
            if (same) {
                return at;
            }
        }
        return -1;
    }
}
