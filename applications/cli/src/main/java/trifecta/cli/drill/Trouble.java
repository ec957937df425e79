package trifecta.cli.drill;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong on purpose.
 *
 * @param at since the exchange began to send
 * @param line the line that it hits, where it hits one
 * @param way the way that it hits, where it hits one; see {@link Ways}
 * @param lasts how long; zero: it is over at once
 */
record Trouble(Kind kind, Duration at, int line, String way, Duration lasts) implements Comparable<Trouble> {

    /** What goes wrong where. */
    enum Family {
        PROCESS,
        NETWORK,
        STORE
    }

    /** All that can go wrong beside the exchange's own faults. */
    enum Kind {
        GATHERER_KILLED(Family.PROCESS),
        GATHERERS_KILLED(Family.PROCESS),
        GATHERER_PAUSED(Family.PROCESS),
        LEADER_KILLED(Family.PROCESS),
        LEADER_PAUSED(Family.PROCESS),
        STANDBY_KILLED(Family.PROCESS),
        DEDUPLICATORS_KILLED(Family.PROCESS),
        RESET(Family.NETWORK),
        STALL(Family.NETWORK),
        HALF_OPEN(Family.NETWORK),
        LATE(Family.NETWORK),
        SLICED(Family.NETWORK),
        CUT_AFTER(Family.NETWORK),
        LINE_DATABASE_KILLED(Family.STORE),
        LINE_DATABASE_LOST(Family.STORE),
        LINE_DATABASE_REWOUND(Family.STORE),
        PRODUCTION_KILLED(Family.STORE),
        PRODUCTION_RESTARTED(Family.STORE),
        PRODUCTION_WITHOUT_SLOTS(Family.STORE);

        private final Family family;

        Kind(Family family) {
            this.family = family;
        }

        Family family() {
            return family;
        }

        /** For people and reports. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public int compareTo(Trouble other) {
        return at.compareTo(other.at);
    }

    /** For people: what, where, when. */
    String words() {
        String where = kind.family() == Family.NETWORK
                ? " " + way
                : kind.name().startsWith("GATHERER_") || kind.name().startsWith("LINE_") ? " " + line : "";
        return "%.1f s %s%s%s"
                .formatted(
                        at.toMillis() / 1e3,
                        kind.words(),
                        where,
                        lasts.isZero() ? "" : " for %.1f s".formatted(lasts.toMillis() / 1e3));
    }
}
