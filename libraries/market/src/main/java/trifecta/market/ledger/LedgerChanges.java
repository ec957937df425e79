package trifecta.market.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.BreakReason;
import trifecta.market.Times;

/**
 * What the ledger has to store, of all lines: to be written in the order stretches, begun, verified, ended. Lines are numbered from
 * 0; all times are the exchange's, in microseconds.
 */
public record LedgerChanges(
        List<StretchState> stretches, List<SpanBegun> begun, List<SpanVerified> verified, List<SpanEnded> ended) {

    /** Nothing yet; the lists grow. */
    public static LedgerChanges empty() {
        return new LedgerChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Takes another's changes behind these. */
    public void add(LedgerChanges more) {
        stretches.addAll(more.stretches);
        begun.addAll(more.begun);
        verified.addAll(more.verified);
        ended.addAll(more.ended);
    }

    /**
     * An unbroken run of one subscription's numbers, as it stands now.
     *
     * @param stretch its number, unique among all lines
     * @param fromMicros what happened at this time and later is received; {@link Times#ABSENT} while no message told a time
     * @param toMicros everything before this time is received; {@link Times#ABSENT} likewise
     * @param marginMicros how far times ran backwards on it; taken off already
     * @param reason why it ended; null while it goes on
     */
    public record StretchState(
            long stretch,
            int line,
            Subscription subscription,
            LedgerChannel channel,
            long fromMicros,
            long toMicros,
            long marginMicros,
            @Nullable BreakReason reason) {}

    /**
     * A market is received on a stretch from a time on.
     *
     * @param span its number, unique among all lines
     */
    public record SpanBegun(long span, long stretch, int line, String market, long fromMicros) {}

    /** A snapshot agreed with what was received up to a time. */
    public record SpanVerified(long span, String market, long toMicros) {}

    /** A market is received up to a time only, though its stretch goes on or went on longer. */
    public record SpanEnded(long span, String market, long toMicros, BreakReason reason) {}
}
