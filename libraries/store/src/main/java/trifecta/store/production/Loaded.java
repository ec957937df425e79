package trifecta.store.production;

import java.util.List;
import java.util.Map;
import trifecta.market.BookChange;
import trifecta.market.Lifecycle;
import trifecta.market.ledger.LedgerChanges.StretchState;
import trifecta.store.LineCursor;

/** What production gives back to a merge that goes on from it. */
public final class Loaded {
    private Loaded() {}

    /** A line as far as it was taken. */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record Line(LineCursor cursor, byte[] state) {}

    /**
     * All a merge needs but the markets' rows, of one moment. Lines that never moved stand at {@link LineCursor#START}, with an empty
     * state.
     *
     * @param stretches those of the ledger that go on
     * @param lastLedgerNumber the highest number of a stretch or span
     */
    public record State(
            long batch,
            Map<Integer, Line> lines,
            Map<String, byte[]> markets,
            long lastTradeSeq,
            long lastLifecycleSeq,
            List<StretchState> stretches,
            long lastLedgerNumber) {}

    /**
     * A row of a market's path with what is known of it.
     *
     * @param replaced whether the exchange replaced the whole book here
     * @param opensRun whether something may be missing before it
     * @param baseHash hash of the book under it, where it opens a run
     */
    public record Row(
            long seq,
            boolean replaced,
            BookChange change,
            int line,
            long receivedAtMicros,
            boolean opensRun,
            long baseHash,
            boolean verified,
            boolean disputed,
            boolean ended) {}

    /** A trade written lately. */
    public record SeenTrade(String tradeId, long seq, long exchangeMicros, long receivedAtMicros) {}

    /** A lifecycle event written lately. */
    public record SeenLifecycle(Lifecycle lifecycle, long seq, long receivedAtMicros) {}
}
