package trifecta.gatherer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import trifecta.feed.FeedStatistics;
import trifecta.journal.EntryKind;
import trifecta.journal.JournalEntry;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.Position;

/** How far the feed is and what it saw, written by its thread and read by the status. */
final class FeedProgress {
    private static final long STORED_EVERY_MICROS = 2_000_000;

    /**
     * Spans that ended.
     *
     * @param markets how many markets had a span that ended by it
     */
    record LastBreak(long atMicros, BreakReason reason, int markets) {}

    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong breaks = new AtomicLong();
    private final LongSupplier nowMicros;
    private volatile Position stored = Position.START;
    private volatile long lagMicros;
    private volatile long storedAtMicros;
    private volatile int marketsInSpan;
    private volatile FeedStatistics statistics = new FeedStatistics(0, 0, 0, 0, 0);
    private volatile @Nullable LastBreak lastBreak;
    private int inSpanBefore;
    private long newestReadMicros;

    FeedProgress(LongSupplier nowMicros) {
        this.nowMicros = nowMicros;
    }

    void read(JournalEntry entry) {
        newestReadMicros = entry.receivedAtMicros();
        if (entry.kind() == EntryKind.FRAME) {
            frames.incrementAndGet();
        }
    }

    void row(LineEvent row, int nowInSpan) {
        BreakReason reason = reasonOf(row);
        if (reason != null) {
            breaks.incrementAndGet();
            lastBreak = new LastBreak(row.receivedAtMicros(), reason, Math.max(0, inSpanBefore - nowInSpan));
        }
        inSpanBefore = nowInSpan;
    }

    private static @Nullable BreakReason reasonOf(LineEvent row) {
        if (row.breakBefore() != null) {
            return row.breakBefore();
        }
        return switch (row.body()) {
            case LineEvent.Break whole -> whole.reason();
            case LineEvent.SpansEnd some when some.reason() != BreakReason.UNSUBSCRIBED -> some.reason();
            default -> null;
        };
    }

    void stored(Position position) {
        stored = position;
        storedAtMicros = nowMicros.getAsLong();
        lagMicros = newestReadMicros == 0 ? 0 : Math.max(0, storedAtMicros - newestReadMicros);
    }

    void markets(int inSpan, FeedStatistics counted) {
        marketsInSpan = inSpan;
        statistics = counted;
    }

    long frames() {
        return frames.get();
    }

    /** How often spans ended that nobody had given back, since the start. */
    long breaks() {
        return breaks.get();
    }

    Position stored() {
        return stored;
    }

    int marketsInSpan() {
        return marketsInSpan;
    }

    /** Something is stored every second, a heartbeat at least: nothing for longer is a lag that grows. */
    private long storeLagMicros() {
        long silent = storedAtMicros == 0 ? 0 : nowMicros.getAsLong() - storedAtMicros;
        return silent > STORED_EVERY_MICROS ? lagMicros + silent : lagMicros;
    }

    /** As the status shows it. {@code text} turns microseconds into an ISO time. */
    void describe(Map<String, Object> into, java.util.function.LongFunction<String> text) {
        FeedStatistics counted = statistics;
        into.put("storedN", stored.n());
        into.put("storeLagMillis", storeLagMicros() / 1000);
        into.put("breaks", breaks.get());
        LastBreak last = lastBreak;
        if (last != null) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("at", text.apply(last.atMicros));
            described.put("reason", last.reason.sentence());
            described.put("markets", last.markets);
            into.put("lastBreak", described);
        }
        into.put("undecodable", counted.undecodable());
        into.put("unknown", counted.unknown());
        into.put("repeats", counted.repeats());
        into.put("heldDropped", counted.heldDropped());
    }
}
