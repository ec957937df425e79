package trifecta.market.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.BreakReason;
import trifecta.market.Times;
import trifecta.market.ledger.LedgerChanges.StretchState;

/**
 * An unbroken run of one subscription's numbers, with the times that its messages tell.
 *
 * <p>What is proven: messages of one subscription come in the order in which they happened, so whatever happened between two
 * of them that are both here is here too. Times of unlike markets may run backwards a little; how far is measured, and taken off.
 */
final class Stretch {
    /** A time cut to milliseconds may stand for any moment of its millisecond. */
    private static final long MILLI = 1_000;

    /** Times of one subscription are never so far apart in truth; after a silence the next message confirms them. */
    private static final long JUMP_MICROS = 60_000_000;

    /** A margin learned from one bad time must not spoil the stretches that follow. */
    static final long MARGIN_INHERITED_MAX = 2_000_000;

    final long number;
    final Subscription subscription;
    final LedgerChannel channel;
    final Set<Span> spans = new LinkedHashSet<>();
    /** Spans that begin with the next message that tells a time. */
    final List<Span> waiting = new ArrayList<>();
    /** Markets that were on the subscription when its last stretch broke, with how many changes were held for each since. */
    final Map<String, Integer> rejoining;

    /** Markets of which a snapshot was asked for, with what the line was sure to have heard of by then. */
    private final Map<String, Long> asked = new HashMap<>();

    private long fromMicros = Times.ABSENT;
    private long highestMicros = Times.ABSENT;
    /** A time far ahead of all others, until the next message confirms it. */
    private long doubtfulMicros = Times.ABSENT;

    private long marginMicros;
    private boolean changed = true;

    Stretch(
            long number,
            Subscription subscription,
            LedgerChannel channel,
            long marginMicros,
            @Nullable Map<String, Integer> rejoining) {
        this.number = number;
        this.subscription = subscription;
        this.channel = channel;
        this.marginMicros = Math.min(marginMicros, MARGIN_INHERITED_MAX);
        this.rejoining = rejoining == null ? new HashMap<>() : rejoining;
    }

    /** As it was stored. */
    static Stretch restored(StretchState state) {
        Stretch stretch =
                new Stretch(state.stretch(), state.subscription(), state.channel(), state.marginMicros(), null);
        stretch.marginMicros = state.marginMicros();
        stretch.fromMicros = state.fromMicros();
        stretch.highestMicros =
                state.toMicros() == Times.ABSENT ? Times.ABSENT : state.toMicros() + state.marginMicros();
        stretch.changed = false;
        return stretch;
    }

    /**
     * A message in order that says that it happened at this time.
     *
     * @param latestMicros what the line has heard of, on any subscription
     */
    void heard(long micros, long latestMicros) {
        long reference = Math.max(highestMicros, latestMicros);
        if (reference != Times.ABSENT && micros > reference + JUMP_MICROS) {
            boolean confirmed = doubtfulMicros != Times.ABSENT && Math.abs(micros - doubtfulMicros) <= JUMP_MICROS;
            if (!confirmed) {
                doubtfulMicros = micros;
                return;
            }
            accept(Math.min(micros, doubtfulMicros));
        }
        doubtfulMicros = Times.ABSENT;
        if (highestMicros == Times.ABSENT || micros >= highestMicros - JUMP_MICROS) {
            accept(micros);
        }
    }

    private void accept(long micros) {
        if (highestMicros == Times.ABSENT) {
            highestMicros = micros;
            fromMicros = behind();
        } else if (micros > highestMicros) {
            highestMicros = micros;
        } else {
            marginMicros = Math.max(marginMicros, highestMicros - micros);
        }
        changed = true;
    }

    /** Times on this stretch may be wrong by this much. */
    void unsure(long micros) {
        marginMicros = Math.max(marginMicros, micros);
    }

    /** Whatever happens at this time or later, and the margin after it, has not come before what was heard last. */
    long behind() {
        long unsure = highestMicros % MILLI == 0 ? MILLI : 1;
        return highestMicros + unsure;
    }

    long fromMicros() {
        return fromMicros;
    }

    /** Everything before this time is received. */
    long toMicros() {
        return highestMicros == Times.ABSENT ? Times.ABSENT : highestMicros - marginMicros;
    }

    long marginMicros() {
        return marginMicros;
    }

    /** Snapshots were asked for, when the line had heard of everything up to this time. */
    void asked(List<String> markets, long latestMicros) {
        markets.forEach(market -> asked.putIfAbsent(market, latestMicros));
    }

    /** A snapshot came that may have been asked for: then the exchange made it after all that the line had heard of when it asked. */
    void answered(String market) {
        Long latest = asked.remove(market);
        if (latest != null && highestMicros != Times.ABSENT && latest > highestMicros) {
            highestMicros = latest;
            changed = true;
        }
    }

    boolean isChanged() {
        return changed;
    }

    StretchState state(int line, @Nullable BreakReason reason) {
        changed = false;
        return new StretchState(number, line, subscription, channel, fromMicros, toMicros(), marginMicros, reason);
    }
}
