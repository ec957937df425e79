package trifecta.deduplicator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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

    /** A line that was last heard of so long before another one does not live; heartbeats come every second. */
    static final long SILENT_MICROS = 10_000_000;

    /**
     * How far a line whose times say nothing stays behind one whose times do: so that rows come from lines with times wherever such a
     * line has them.
     */
    static final long FOLLOWING_MICROS = 500_000;

    /** A line with times that was last heard of so long before does not lead any more. */
    static final long LEADERLESS_MICROS = 3_000_000;

    private final LineClocks clocks;
    private final List<ArrayDeque<LineBatch>> held = new ArrayList<>();
    private final int[] rows;
    private final long[] lastReceivedMicros;

    HeldBatches(int lines, LineClocks clocks) {
        this.clocks = clocks;
        this.rows = new int[lines];
        this.lastReceivedMicros = new long[lines];
        for (int line = 0; line < lines; line++) {
            held.add(new ArrayDeque<>());
        }
    }

    /** Takes a line's next batch, and looks at its times. */
    void add(int line, LineBatch batch) {
        held.get(line).add(batch);
        if (batch instanceof LineBatch.Rows taken && !taken.events().isEmpty()) {
            rows[line] += taken.events().size();
            lastReceivedMicros[line] = taken.events().getLast().receivedAtMicros();
            for (LineEvent event : taken.events()) {
                if (event.body() instanceof LineEvent.Delta delta) {
                    clocks.observe(line, delta.market().hashCode(), delta.change());
                }
            }
        }
        if (clocks.isHeld(line) && (isAlone(line) || rows[line] > ROWS_MOST)) {
            clocks.alone(line);
        }
    }

    /** The batches of a line that may be merged now, in order; empty while it has to wait. */
    Collection<LineBatch> release(int line) {
        ArrayDeque<LineBatch> waiting = held.get(line);
        if (waiting.isEmpty() || clocks.isHeld(line)) {
            return List.of();
        }
        List<LineBatch> released = new ArrayList<>();
        while (!waiting.isEmpty() && (clocks.isComparable(line) || mayFollow(line, waiting.element()))) {
            LineBatch batch = waiting.remove();
            rows[line] -= batch instanceof LineBatch.Rows taken ? taken.events().size() : 0;
            released.add(batch);
        }
        return released;
    }

    /** Whether a line with times is past this batch, or none leads. */
    private boolean mayFollow(int line, LineBatch batch) {
        if (!(batch instanceof LineBatch.Rows taken) || taken.events().isEmpty() || rows[line] > ROWS_MOST) {
            return true;
        }
        long until = taken.events().getLast().receivedAtMicros() + FOLLOWING_MICROS;
        boolean led = false;
        for (int other = 0; other < lastReceivedMicros.length; other++) {
            if (other != line && clocks.isComparable(other)) {
                if (lastReceivedMicros[other] >= until) {
                    return true;
                }
                led |= lastReceivedMicros[other] > lastReceivedMicros[line] - LEADERLESS_MICROS;
            }
        }
        return !led;
    }

    private boolean isAlone(int line) {
        for (int other = 0; other < lastReceivedMicros.length; other++) {
            boolean lives = lastReceivedMicros[other] > lastReceivedMicros[line] - SILENT_MICROS;
            if (other != line && lives && !clocks.isHeld(other)) {
                return false;
            }
        }
        return lastReceivedMicros[line] != 0;
    }
}
