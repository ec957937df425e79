package trifecta.store.production;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import trifecta.market.Position;
import trifecta.market.Times;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.Quarantined;

/**
 * Takes out of a batch what its tables would refuse, so that one broken frame cannot fail every commit for ever. Whoever merges
 * should ask {@link TimeWindow} beforehand: a row taken out here is missing from its market's path.
 */
final class Sieve {
    /** The longest key that a B-tree takes is 2,704 bytes. */
    private static final int TRADE_ID_CHARS_MAX = 500;

    /** What PostgreSQL and its clients surely show: the year 1900 to the year 2200. */
    private static final TimeWindow SHOWABLE = new TimeWindow(-2_208_988_800_000_000L, 7_258_118_400_000_000L);

    private final TimeWindow window;
    private final List<Quarantined> setAside = new ArrayList<>();

    Sieve(TimeWindow window) {
        this.window = window;
    }

    List<Quarantined> setAside() {
        return setAside;
    }

    ProductionBatch sift(ProductionBatch batch) {
        return new ProductionBatch(
                batch.moves(),
                sift(batch.bookRows(), this::storable, row -> aside(row.line(), "order-book row: no sane time", row)),
                batch.voided(),
                batch.runsOpened(),
                batch.runsStitched(),
                batch.marks(),
                batch.disputed(),
                batch.states(),
                sift(
                        batch.trades(),
                        row -> window.admits(row.trade().exchangeMicros())
                                && SHOWABLE.admits(row.receivedAtMicros())
                                && row.trade().tradeId().length() <= TRADE_ID_CHARS_MAX,
                        row -> aside(row.line(), "trade: no sane time or id", row)),
                sift(
                        batch.lifecycle(),
                        row -> SHOWABLE.admits(row.lifecycle().exchangeMicros())
                                && SHOWABLE.admits(row.receivedAtMicros()),
                        row -> aside(row.line(), "lifecycle: no sane time", row)),
                sift(
                        batch.tickers(),
                        row -> window.admits(row.ticker().exchangeMicros()) && SHOWABLE.admits(row.receivedAtMicros()),
                        row -> aside(row.line(), "ticker: no sane time", row)),
                sift(
                        batch.snapshots(),
                        row -> SHOWABLE.admits(row.exchangeMicros()) && SHOWABLE.admits(row.receivedAtMicros()),
                        row -> new Quarantined(row.line(), row.position(), "snapshot: no sane time", row.toString())),
                batch.quarantined(),
                batch.snapshotRequests(),
                batch.ledger(),
                batch.backfills(),
                batch.bookChecks());
    }

    /** A row without exchange time lies in the partition of its time of receipt. */
    private boolean storable(BookRow row) {
        long exchange = row.change().exchangeMicros();
        return window.admits(exchange)
                && (exchange == Times.ABSENT
                        ? window.admits(row.receivedAtMicros())
                        : SHOWABLE.admits(row.receivedAtMicros()));
    }

    private <T> List<T> sift(List<T> rows, Predicate<T> storable, Function<T, Quarantined> aside) {
        int refused = 0;
        for (T row : rows) {
            refused += storable.test(row) ? 0 : 1;
        }
        if (refused == 0) {
            return rows;
        }
        List<T> rest = new ArrayList<>(rows.size() - refused);
        for (T row : rows) {
            if (storable.test(row)) {
                rest.add(row);
            } else {
                setAside.add(aside.apply(row));
            }
        }
        return rest;
    }

    private static Quarantined aside(int line, String reason, Object row) {
        return new Quarantined(line, Position.START, reason, row.toString());
    }
}
