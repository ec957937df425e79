package trifecta.deduplicator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.market.Trade;

/**
 * The pages of one listing of trades, judged as they come: within what was asked for, newest first, and none twice. A page that is not
 * so says nothing of what stands behind it. Single-threaded; times are microseconds.
 */
final class TradePages {
    /** Times may run backwards by less than this within a listing; it is asked for by whole seconds, both included. */
    private static final long SECOND = 1_000_000;

    private final long earliestMicros;
    private final long latestMicros;
    private long reachedMicros = Long.MAX_VALUE;
    private Set<String> former = Set.of();

    /**
     * @param fromMicros nothing earlier was asked for
     * @param untilMicros nothing later was asked for
     */
    TradePages(long fromMicros, long untilMicros) {
        this.earliestMicros = Math.floorDiv(fromMicros, SECOND) * SECOND;
        this.latestMicros = (Math.ceilDiv(untilMicros, SECOND) + 1) * SECOND;
    }

    /** What is wrong with the next page; null: nothing, and it counts. */
    @Nullable String problem(List<Trade> page) {
        long reached = reachedMicros;
        Set<String> ids = new HashSet<>();
        for (Trade trade : page) {
            long micros = trade.exchangeMicros();
            if (micros == Times.ABSENT || micros < earliestMicros || micros > latestMicros) {
                return "a trade of another time than was asked for: " + trade;
            }
            if (reached != Long.MAX_VALUE && micros > reached + SECOND) {
                return "trades do not come newest first: " + trade;
            }
            reached = Math.min(reached, micros);
            ids.add(trade.tradeId());
        }
        if (!ids.isEmpty() && former.containsAll(ids)) {
            return "the same page came again: " + page.getFirst();
        }
        former = ids;
        reachedMicros = reached;
        return null;
    }

    /** Everything later than this was on the pages; {@link Long#MAX_VALUE} before the first trade. */
    long reachedMicros() {
        return reachedMicros;
    }
}
