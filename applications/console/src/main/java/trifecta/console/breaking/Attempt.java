package trifecta.console.breaking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import trifecta.service.process.Breakage;

/**
 * One breakage that somebody asked for.
 *
 * @param line the line that it hits; 0 where it hits none of several
 * @param since when it was asked for
 * @param phase how far it is
 */
record Attempt(Breakage what, int line, Instant since, Phase phase) {
    /** How far it is. */
    sealed interface Phase {
        /** Nothing is broken yet: first all has to be whole, or the time would be another breakage's. */
        record Preparing() implements Phase {}

        /**
         * It is broken.
         *
         * @param beginTicks since when, monotonic nanoseconds
         */
        record Healing(long beginTicks) implements Phase {}

        /**
         * It is over.
         *
         * @param took how long until all was whole; empty: it was not within what is promised
         */
        record Over(Optional<Duration> took) implements Phase {}
    }

    Attempt now(Phase next) {
        return new Attempt(what, line, since, next);
    }

    /** For people: what, and which line. */
    String words() {
        return what.words() + (line > 0 ? ": line " + line : "");
    }
}
