package trifecta.market.ledger;

import java.util.ArrayDeque;
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

    private final ArrayDeque<Question> asked = new ArrayDeque<>();
    private long fromMicros = Times.ABSENT;
    private long highestMicros = Times.ABSENT;
    private long marginMicros;
    private boolean changed = true;

    private record Question(long latestMicros, int markets) {}

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

    /** A message in order that happened at this time. */
    void heard(long micros) {
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

    /** Whatever happens at this time or later has not come before what was heard last. */
    long behind() {
        long unsure = highestMicros % MILLI == 0 ? MILLI : 1;
        return highestMicros + unsure + marginMicros;
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

    /** Snapshots of so many markets were asked for, when the line had heard of things up to this time. */
    void asked(long latestMicros, int markets) {
        asked.add(new Question(latestMicros, markets));
    }

    /** A snapshot came that was asked for: the exchange made it after all that the line had heard of when it asked. */
    void answered() {
        Question oldest = asked.poll();
        if (oldest == null) {
            return;
        }
        if (oldest.markets > 1) {
            asked.addFirst(new Question(oldest.latestMicros, oldest.markets - 1));
        }
        if (highestMicros != Times.ABSENT && oldest.latestMicros > highestMicros) {
            highestMicros = oldest.latestMicros;
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
