package trifecta.market.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.Times;
import trifecta.market.ledger.LedgerChanges.SpanBegun;
import trifecta.market.ledger.LedgerChanges.SpanEnded;
import trifecta.market.ledger.LedgerChanges.SpanVerified;
import trifecta.market.ledger.LedgerChanges.StretchState;

/**
 * What one line can prove: which markets have an open span on which of its subscriptions, and from when to when everything of them was
 * received. Fed with the line's events in their order; times are the exchange's, comparable between lines, or absent.
 * Single-threaded.
 *
 * <p>Invariants: (a) nothing is claimed before a message behind the snapshot told a time, nor behind the last time told on the
 * subscription or known when a question was asked that it answered; (b) a
 * market has at most one span; (c) a span that a snapshot contradicts is claimed up to the last snapshot that agreed.
 */
public final class LineLedger {
    /** Channels of the exchange may be this far behind one another: measured delays reach 1.6 s. */
    private static final long APART_MICROS = 2_000_000;

    private final int line;
    private final LongSupplier numbers;
    private final Map<Subscription, Stretch> stretches = new HashMap<>();
    private final Map<String, Span> spans = new HashMap<>();
    /** Subscriptions that go on behind a hole, with the markets that they had. */
    private final Map<Subscription, Map<String, Integer>> broken = new HashMap<>();

    private @Nullable Stretch last;
    private long latestMicros = Times.ABSENT;
    private long marginMicros;
    private LedgerChanges changes = LedgerChanges.empty();

    /**
     * @param line numbered from 0
     * @param numbers the next number for a stretch or span, unique among all lines and for ever
     */
    public LineLedger(int line, LongSupplier numbers) {
        this.line = line;
        this.numbers = numbers;
    }

    /**
     * Where a market stands on this line, to be kept.
     *
     * @param span its number; 0 while the time of its begin is not known
     * @param doubted the last snapshot disagreed
     * @param parkedHash of the book, when its place in the path was given up
     */
    public record Kept(
            Subscription subscription,
            long span,
            long fromMicros,
            long verifiedMicros,
            boolean doubted,
            boolean parked,
            long parkedHash) {}

    /** Puts a stretch back that goes on, before all spans. */
    public void restore(StretchState state) {
        Stretch stretch = Stretch.restored(state);
        stretches.put(state.subscription(), stretch);
        marginMicros = Math.max(marginMicros, stretch.marginMicros());
        latestMicros = Math.max(latestMicros, stretch.toMicros());
    }

    /** Puts an open span back. */
    public void restore(String market, Kept kept) {
        Span span = begin(market, stretch(kept.subscription(), LedgerChannel.ORDERBOOK));
        if (kept.span() == 0) {
            span.stretch.waiting.add(span);
        }
        span.number = kept.span();
        span.fromMicros = kept.fromMicros();
        span.verifiedMicros = kept.verifiedMicros();
        span.doubted = kept.doubted();
        span.parked = kept.parked();
        span.parkedHash = kept.parkedHash();
    }

    /** What has to be kept of a market's open span; null when it has none. */
    public @Nullable Kept kept(String market) {
        Span span = spans.get(market);
        return span == null
                ? null
                : new Kept(
                        span.stretch.subscription,
                        span.number,
                        span.fromMicros,
                        span.verifiedMicros,
                        span.doubted,
                        span.parked,
                        span.parkedHash);
    }

    /** The subscription on which a market has an open span; null when it has none. */
    public @Nullable Subscription of(String market) {
        Span span = spans.get(market);
        return span == null ? null : span.stretch.subscription;
    }

    /** The span goes on, but its place in the path was given up. */
    public void park(String market, long bookHash) {
        Span span = spans.get(market);
        if (span != null) {
            span.parked = true;
            span.parkedHash = bookHash;
        }
    }

    /** Hash of the book from which a parked span goes on, and it is parked no more; null when it was not. */
    public @Nullable Long unpark(String market) {
        Span span = spans.get(market);
        if (span == null || !span.parked) {
            return null;
        }
        span.parked = false;
        return span.parkedHash;
    }

    /**
     * A numbered message in order; those without a number prove nothing.
     *
     * @param micros when it happened; {@link Times#ABSENT} when it does not say so or its word cannot be compared
     * @return markets whose spans are known to have begun by it
     */
    public List<String> heard(int connection, int sid, LedgerChannel channel, long micros) {
        return heard(connection, sid, channel, micros, 0);
    }

    /** The same, of a message whose time may be wrong by so much, in microseconds. */
    public List<String> heard(int connection, int sid, LedgerChannel channel, long micros, long unsureMicros) {
        Stretch recent = last;
        boolean same =
                recent != null && recent.subscription.connection() == connection && recent.subscription.sid() == sid;
        Stretch stretch = recent != null && same ? recent : stretch(new Subscription(connection, sid), channel);
        last = stretch;
        if (micros == Times.ABSENT) {
            return List.of();
        }
        stretch.heard(micros, latestMicros);
        stretch.unsure(unsureMicros);
        marginMicros = Math.max(marginMicros, stretch.marginMicros());
        latestMicros = Math.max(latestMicros, stretch.toMicros());
        if (stretch.waiting.isEmpty() || stretch.fromMicros() == Times.ABSENT) {
            return List.of();
        }
        List<String> begun = new ArrayList<>(stretch.waiting.size());
        for (Span span : stretch.waiting) {
            claim(span, stretch.behind());
            begun.add(span.market);
        }
        stretch.waiting.clear();
        return begun;
    }

    /** A change of a market came that has no span: it is held for the next snapshot. */
    public void held(Subscription subscription, String market) {
        stretch(subscription, LedgerChannel.ORDERBOOK).rejoining.computeIfPresent(market, (name, held) -> held + 1);
    }

    /** The line is read from its beginning again: what it told before says nothing of what it is asked now. */
    public void readAnew() {
        latestMicros = Times.ABSENT;
    }

    /** The latest time that the line was told on any channel; {@link Times#ABSENT} before the first. */
    public long latestMicros() {
        return latestMicros;
    }

    /** Snapshots were asked for on a subscription. */
    public void asked(Subscription subscription, List<String> markets) {
        Stretch stretch = stretches.get(subscription);
        if (stretch != null && latestMicros != Times.ABSENT) {
            stretch.asked(markets, latestMicros - APART_MICROS);
        }
    }

    /** A market is not on a subscription any more, or a change of it was lost: it does not count from the last hole on. */
    public void forget(Subscription subscription, String market) {
        Stretch stretch = stretches.get(subscription);
        if (stretch != null) {
            stretch.rejoining.remove(market);
        }
    }

    /**
     * A snapshot opens a span.
     *
     * @param prologue the changes before it that count from here on, oldest first
     * @param isEmpty it shows no level: it may be the close, which nobody merges and which counts from no hole on
     */
    public void starts(Subscription subscription, String market, List<LineEvent.Prologue> prologue, boolean isEmpty) {
        end(market, BreakReason.UNSUBSCRIBED);
        Stretch stretch = stretch(subscription, LedgerChannel.ORDERBOOK);
        Span span = begin(market, stretch);
        stretch.answered(market);
        Integer held = stretch.rejoining.remove(market);
        if (held != null && held == prologue.size() && !isEmpty && stretch.fromMicros() != Times.ABSENT) {
            claim(span, stretch.fromMicros());
        } else {
            stretch.waiting.add(span);
        }
    }

    /** A snapshot that was asked for contradicts what was received: the span ends where it was last known to be right. */
    public void refuted(String market) {
        Span span = spans.get(market);
        if (span != null) {
            span.stretch.answered(market);
            end(market, BreakReason.SNAPSHOT_DISAGREES);
        }
    }

    /**
     * A snapshot contradicts what was received, and another one is asked for: until that agrees, an end of the span is one where it was
     * last known to be right.
     */
    public void doubted(String market) {
        Span span = spans.get(market);
        if (span != null) {
            span.doubted = true;
        }
    }

    /** The exchange replaced the whole book: what is received from now on is right, and a doubt of what was before stays one for ever. */
    public void replaced(String market) {
        Span span = spans.get(market);
        if (span != null && span.doubted) {
            end(market, BreakReason.SNAPSHOT_DISAGREES);
            span.stretch.waiting.add(begin(market, span.stretch));
        }
    }

    /**
     * A snapshot agrees with what was received.
     *
     * @param isEmpty it shows no level, as the one does that the exchange sends unasked at the close
     */
    public void verified(String market, boolean isEmpty) {
        Span span = spans.get(market);
        if (span == null) {
            return;
        }
        if (!isEmpty) {
            span.stretch.answered(market);
        }
        span.doubted = false;
        long to = span.stretch.toMicros();
        if (span.number != 0 && to > span.soundMicros()) {
            span.verifiedMicros = to;
            changes.verified().add(new SpanVerified(span.number, market, to));
        }
    }

    /**
     * What came from a time on is not merged for sure, and what comes next is: one span ends, another one begins.
     *
     * @param sinceMicros the time
     */
    public void interrupted(String market, long sinceMicros) {
        Span span = spans.get(market);
        if (span != null) {
            end(market, BreakReason.UNMERGEABLE, sinceMicros);
            span.stretch.waiting.add(begin(market, span.stretch));
        }
    }

    /** A market's span ends though its subscription goes on. */
    public void end(String market, BreakReason reason) {
        end(market, reason, Long.MAX_VALUE);
    }

    /**
     * The same.
     *
     * @param untilMicros what happened then and later is not merged for sure
     */
    public void end(String market, BreakReason reason, long untilMicros) {
        Span span = spans.remove(market);
        if (span == null) {
            return;
        }
        span.stretch.spans.remove(span);
        if (span.number == 0) {
            span.stretch.waiting.remove(span);
            return;
        }
        boolean refuted = reason == BreakReason.SNAPSHOT_DISAGREES || reason == BreakReason.NEGATIVE_LEVEL;
        long to = refuted ? span.soundMicros() : Math.min(span.claimableMicros(), span.stretch.toMicros());
        changes.ended().add(new SpanEnded(span.number, market, Math.min(to, untilMicros), reason));
    }

    /** The markets with an open span on a subscription, 0 for any. */
    public List<String> marketsOn(int connection, int sid) {
        List<String> markets = new ArrayList<>();
        for (Stretch stretch : stretches.values()) {
            if (stretch.subscription.isOn(connection, sid)) {
                stretch.spans.forEach(span -> markets.add(span.market));
            }
        }
        return markets;
    }

    /** Stretches end, and all of their markets that was received is merged. */
    public List<String> breaks(int connection, int sid, BreakReason reason, boolean goesOn) {
        return breaks(connection, sid, reason, goesOn, market -> Long.MAX_VALUE);
    }

    /**
     * Stretches end, and all spans on them.
     *
     * @param connection 0 for the whole line
     * @param sid 0 for the whole connection
     * @param goesOn the subscription goes on behind a hole
     * @param untilMicros what of a market happened then and later is not merged for sure; {@link Long#MAX_VALUE}: all is
     * @return the markets, in the order of their names
     */
    public List<String> breaks(
            int connection, int sid, BreakReason reason, boolean goesOn, ToLongFunction<String> untilMicros) {
        List<String> markets = new ArrayList<>();
        for (Iterator<Stretch> each = stretches.values().iterator(); each.hasNext(); ) {
            Stretch stretch = each.next();
            if (stretch.subscription.isOn(connection, sid)) {
                each.remove();
                last = null;
                changes.stretches().add(stretch.state(line, reason));
                Map<String, Integer> had = new HashMap<>();
                for (Span span : stretch.spans) {
                    spans.remove(span.market);
                    long until = Math.min(span.claimableMicros(), untilMicros.applyAsLong(span.market));
                    if (span.number != 0 && until < stretch.toMicros()) {
                        changes.ended().add(new SpanEnded(span.number, span.market, until, reason));
                    }
                    markets.add(span.market);
                    had.put(span.market, 0);
                }
                if (goesOn) {
                    stretch.rejoining.keySet().forEach(market -> had.put(market, 0));
                    broken.put(stretch.subscription, had);
                }
            }
        }
        if (!goesOn) {
            broken.keySet().removeIf(subscription -> subscription.isOn(connection, sid));
        }
        markets.sort(null);
        return markets;
    }

    /**
     * What has to be stored since the last call.
     *
     * @param everything also how far stretches have come that only went on
     */
    public LedgerChanges drain(boolean everything) {
        if (everything) {
            for (Stretch stretch : stretches.values()) {
                if (stretch.isChanged()) {
                    changes.stretches().add(stretch.state(line, null));
                }
            }
        }
        LedgerChanges drained = changes;
        changes = LedgerChanges.empty();
        return drained;
    }

    private Stretch stretch(Subscription subscription, LedgerChannel channel) {
        Stretch known = stretches.get(subscription);
        if (known != null) {
            return known;
        }
        Stretch stretch =
                new Stretch(numbers.getAsLong(), subscription, channel, marginMicros, broken.remove(subscription));
        stretches.put(subscription, stretch);
        return stretch;
    }

    private Span begin(String market, Stretch stretch) {
        Span span = new Span(market, stretch);
        spans.put(market, span);
        stretch.spans.add(span);
        return span;
    }

    private void claim(Span span, long fromMicros) {
        span.fromMicros = fromMicros;
        span.number = numbers.getAsLong();
        if (span.stretch.isChanged()) {
            changes.stretches().add(span.stretch.state(line, null));
        }
        changes.begun().add(new SpanBegun(span.number, span.stretch.number, line, span.market, fromMicros));
    }
}
