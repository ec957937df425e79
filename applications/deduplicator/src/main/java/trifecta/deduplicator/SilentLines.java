package trifecta.deduplicator;

import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.market.ledger.LineLedger;
import trifecta.store.StoreException;

/**
 * A line that is out of reach stands where it was, and all rows behind that place stay in memory for it: hours of them. When they are
 * too many, its places are given up; what it knew of each book is kept, and with its next event it joins anew from there.
 */
final class SilentLines {
    private static final Logger LOG = LoggerFactory.getLogger(SilentLines.class);

    /** Fewer rows of a market are not worth to give up a place. */
    private static final int ROWS_WORTH = 100;

    /** How long a line is not heard of until its places may be given up. */
    private static final long SILENT_MICROS = 60_000_000;

    private static final long LOOK_EVERY_MICROS = 10_000_000;

    private final MarketRows markets;
    private final LineLedger[] ledgers;
    private final int rowsMost;
    private long lookedAtMicros = Long.MIN_VALUE;

    /** @param rowsMost rows of all markets; the window of a minute at 10,000 rows/s has 600,000 */
    SilentLines(MarketRows markets, LineLedger[] ledgers, int rowsMost) {
        this.markets = markets;
        this.ledgers = ledgers;
        this.rowsMost = rowsMost;
    }

    /** Whether it is time to look, and rows are too many. */
    boolean arePressing(long nowMicros) {
        if (lookedAtMicros != Long.MIN_VALUE && nowMicros - lookedAtMicros < LOOK_EVERY_MICROS) {
            return false;
        }
        lookedAtMicros = nowMicros;
        return markets.rowsInMemory() > rowsMost;
    }

    static boolean isSilent(long arrivedMicros, long nowMicros) {
        return nowMicros - arrivedMicros > SILENT_MICROS;
    }

    /** Markets in which the line's place keeps rows that are worth it; each is parked in its spans. */
    List<MergedMarket> park(int line) throws StoreException {
        List<MergedMarket> keeping = markets.keepingRowsFor(line, ROWS_WORTH);
        for (MergedMarket market : keeping) {
            OptionalLong book = market.arbiter().bookOf(line);
            boolean waits = market.arbiter().pendingSince(line).isPresent();
            if (!waits && book.isPresent() && ledgers[line].of(market.ticker()) != null) {
                ledgers[line].park(market.ticker(), book.getAsLong());
                OptionalLong _ = market.arbiter().end(line);
            }
        }
        if (!keeping.isEmpty()) {
            LOG.warn(
                    "line {} is out of reach: its places in {} markets are given up, it joins anew when it comes back",
                    line + 1,
                    keeping.size());
        }
        return keeping;
    }
}
