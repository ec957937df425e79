package trifecta.deduplicator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import trifecta.market.LineEvent;
import trifecta.market.arbitration.LineClocks;
import trifecta.store.local.LineBatch;

/**
 * Batches of lines whose stamps are not yet known to compare with the others': they wait here whole, their cursor does not move. Pure
 * and single-threaded.
 */
final class HeldBatches {
    /** Rows of one line that may wait for others to compare with; with more it becomes the reference itself. */
    static final int ROWS_MOST = 500_000;

    /** A line that was last heard of so long before another one, or before now, does not live; heartbeats come every second. */
    static final long SILENT_MICROS = 10_000_000;

    /**
     * How far a line whose times say nothing stays behind one whose times do: so that rows come from lines with times wherever such a
     * line has them.
     */
    static final long FOLLOWING_MICROS = 500_000;

    /** A line with times that was last heard of so long before, or before now, does not lead any more. */
    static final long LEADERLESS_MICROS = 3_000_000;

    private final LineClocks clocks;
    private final List<Waiting> lines = new ArrayList<>();

    /** What waits of one line, and when it was last heard of: by its own clock, and by this process's. */
    private static final class Waiting {
        final ArrayDeque<LineBatch> batches = new ArrayDeque<>();
        int rows;
        long receivedMicros;
        long changedMicros;
        long arrivedMicros;

        boolean isHeardWithin(long micros, Waiting other, long nowMicros) {
            return receivedMicros > other.receivedMicros - micros && arrivedMicros > nowMicros - micros;
        }
    }

    HeldBatches(int lines, LineClocks clocks) {
        this.clocks = clocks;
        for (int line = 0; line < lines; line++) {
            this.lines.add(new Waiting());
        }
    }

    /**
     * Takes a line's next batch, and looks at its times.
     *
     * @param nowMicros of any clock that never goes back
     */
    void add(int line, LineBatch batch, long nowMicros) {
        Waiting waiting = lines.get(line);
        waiting.batches.add(batch);
        waiting.arrivedMicros = nowMicros;
        List<LineEvent> events = eventsOf(batch);
        if (!events.isEmpty()) {
            waiting.rows += events.size();
            waiting.receivedMicros = events.getLast().receivedAtMicros();
            for (LineEvent event : events) {
                if (event.body() instanceof LineEvent.Delta delta) {
                    clocks.observe(line, delta.market().hashCode(), delta.change());
                    waiting.changedMicros = event.receivedAtMicros();
                }
            }
        }
    }

    static List<LineEvent> eventsOf(LineBatch batch) {
        return switch (batch) {
            case LineBatch.Rows rows -> rows.events();
            case LineBatch.Torn torn -> torn.rows().events();
            case LineBatch.Estranged _ -> List.of();
        };
    }

    /** When something of the line arrived last; 0: nothing yet. */
    long arrivedMicros(int line) {
        return lines.get(line).arrivedMicros;
    }

    /** The batches of a line that may be merged now, in order. */
    List<LineBatch> release(int line, long nowMicros) {
        Waiting waiting = lines.get(line);
        List<LineBatch> released = new ArrayList<>();
        while (!waiting.batches.isEmpty() && mayGo(line, waiting.batches.element(), nowMicros)) {
            LineBatch batch = waiting.batches.remove();
            waiting.rows -= eventsOf(batch).size();
            released.add(batch);
        }
        return released;
    }

    private boolean mayGo(int line, LineBatch batch, long nowMicros) {
        Waiting waiting = lines.get(line);
        List<LineEvent> events = eventsOf(batch);
        if (!hasTimes(events)) {
            return true;
        }
        if (clocks.isHeld(line) && (waiting.rows > ROWS_MOST || isAlone(line, nowMicros))) {
            clocks.alone(line);
        }
        if (clocks.isHeld(line)) {
            return false;
        }
        return clocks.isComparable(line)
                || waiting.rows > ROWS_MOST
                || mayFollow(line, events.getLast().receivedAtMicros(), nowMicros);
    }

    /** Whether times matter for something in the batch. */
    private static boolean hasTimes(List<LineEvent> events) {
        return events.stream()
                .anyMatch(event -> event.body() instanceof LineEvent.Delta
                        || (event.body() instanceof LineEvent.Snapshot snapshot
                                && (!snapshot.prologue().isEmpty()
                                        || snapshot.role() == LineEvent.SnapshotRole.REPLACES)));
    }

    /** Whether a line with times is past this batch, or none leads. */
    private boolean mayFollow(int line, long receivedMicros, long nowMicros) {
        long until = receivedMicros + FOLLOWING_MICROS;
        boolean led = false;
        for (int other = 0; other < lines.size(); other++) {
            if (other != line && clocks.isComparable(other)) {
                if (lines.get(other).receivedMicros >= until) {
                    return true;
                }
                led |= lines.get(other).isHeardWithin(LEADERLESS_MICROS, lines.get(line), nowMicros);
            }
        }
        return !led;
    }

    /** Whether no other line with times lives, and gets changes of books while this one does. */
    private boolean isAlone(int line, long nowMicros) {
        Waiting own = lines.get(line);
        for (int other = 0; other < lines.size(); other++) {
            if (other != line
                    && clocks.isComparable(other)
                    && lines.get(other).isHeardWithin(SILENT_MICROS, own, nowMicros)
                    && lines.get(other).changedMicros > own.changedMicros - SILENT_MICROS) {
                return false;
            }
        }
        return true;
    }
}
