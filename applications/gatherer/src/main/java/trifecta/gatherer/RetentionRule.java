package trifecta.gatherer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import trifecta.market.Position;
import trifecta.service.Clocks;
import trifecta.store.StoreException;
import trifecta.store.local.EventChunks.Chunk;
import trifecta.store.local.EventChunks.Row;

/**
 * What may go of a line: rows that production has for certain, and longer than anybody may put it back. Pure.
 *
 * @param stored the line's last row
 * @param confirmed the last row that production took; of this very line
 * @param here this machine's clock
 * @param there production's clock
 * @param window age up to which nothing goes
 */
record RetentionRule(Position stored, Position confirmed, Instant here, Instant there, Duration window) {
    /** Stamps of a chunk differ by less than this, unless a clock was wrong: worth a word only beyond it. */
    private static final long NEAR_MICROS = 3_600_000_000L;

    /** What is to be done with a chunk; the chunks behind one that does not go do not go either. */
    sealed interface Verdict {
        /** It goes. */
        record Goes() implements Verdict {}

        /** It is within the window. */
        record Young() implements Verdict {}

        /**
         * It may be older than the window, and stays.
         *
         * @param why as a sentence without a full stop
         */
        record Stays(String why) implements Verdict {}
    }

    /** Tells a chunk's greatest stamp in microseconds, by looking at all of its rows: asked only where it decides. */
    interface Newest {
        long micros() throws StoreException;
    }

    /** The newest chunk of the line holds its last row, or would hold the next ones; a start learns from it where the line ends. */
    boolean isNewest(Chunk chunk) {
        return chunk.compareTo(Chunk.holding(stored)) >= 0;
    }

    /** Exchange times beyond a day from now come from broken frames; one clock that is behind must not make all of them so. */
    Instant later() {
        return here.isAfter(there) ? here : there;
    }

    /** Whether something of that stamp is older than the window by both clocks. */
    boolean isOver(long micros) {
        Instant earlier = here.isBefore(there) ? here : there;
        return micros < Clocks.micros(earlier.minus(window));
    }

    /**
     * Judges a chunk that is not the newest and has rows.
     *
     * @param last its last row
     */
    Verdict judge(Chunk chunk, Row last, Newest newest) throws StoreException {
        if (!isOver(last.receivedMicros())) {
            return new Verdict.Young();
        }
        if (confirmed.compareTo(last.position()) <= 0) {
            return new Verdict.Stays("production took the line up to " + confirmed + ", not past " + last.position());
        }
        if (confirmed.compareTo(stored) > 0) {
            return new Verdict.Stays("production took " + confirmed + " and this line ends at " + stored);
        }
        long stamp = newest.micros();
        if (isOver(stamp)) {
            return new Verdict.Goes();
        }
        return stamp - last.receivedMicros() < NEAR_MICROS
                ? new Verdict.Young()
                : new Verdict.Stays(chunk + " holds a row stamped " + Instant.EPOCH.plus(stamp, ChronoUnit.MICROS));
    }
}
