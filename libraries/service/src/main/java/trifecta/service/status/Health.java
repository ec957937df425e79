package trifecta.service.status;

import java.util.Collection;
import java.util.Locale;

/**
 * How a whole stack stands: the one rule that the terminal and the console share. Pure.
 *
 * <p>Data is being lost when some market that should be covered is covered by no line now: the deduplicator has open gaps, or no
 * line receives anything after having done so. It is degraded when there is less than full redundancy or something waits.
 */
public enum Health {
    /** All lines and the merge are live and nothing is missing. */
    HEALTHY(0),
    /** Nothing was live yet since the start. */
    STARTING(1),
    /** Data is captured, but with less redundancy, late, or with a part that does not run. */
    DEGRADED(1),
    /** Nothing captures, or some market is captured by nobody: what happens now is lost. */
    LOSING(2);

    private final int exitCode;

    Health(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Of {@code trifecta status}. */
    public int exitCode() {
        return exitCode;
    }

    /** As people and machines read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a line does. */
    public enum Line {
        /** Receives all its markets and stores them. */
        LIVE,
        /** Receives, though not all of it, or its database is down and the journal keeps it. */
        RECEIVING,
        /** Was not live yet since its first start. */
        STARTING,
        /** Receives nothing. */
        ABSENT;

        /** By what its gatherer says. */
        public static Line of(Status said) {
            return switch (said.text("state")) {
                case "live" -> LIVE;
                case "degraded" -> said.count("connections").orElse(1) > 0 ? RECEIVING : ABSENT;
                case "starting" -> STARTING;
                default -> ABSENT;
            };
        }

        /** Whether something of it is captured. */
        public boolean receives() {
            return this == LIVE || this == RECEIVING;
        }
    }

    /** What the merge does. */
    public enum Merge {
        /** Merges all lines. */
        WHOLE,
        /** Merges, but a line waits. */
        BEHIND,
        /** Merged nothing yet since its first start. */
        STARTING,
        /** Merges nothing; the lines keep all. */
        STOPPED;

        /** By what the deduplicator says. */
        public static Merge of(Status said) {
            if (said.text("state").equals("starting")) {
                return STARTING;
            }
            if (said.text("production").equals("down")) {
                return STOPPED;
            }
            return switch (said.text("state")) {
                case "live" -> WHOLE;
                case "degraded" -> BEHIND;
                default -> STOPPED;
            };
        }

        /** Whether rows reach production, and so whether its count of gaps is a present one. */
        public boolean merges() {
            return this == WHOLE || this == BEHIND;
        }
    }

    /**
     * The rule.
     *
     * @param openGaps markets that no line covers now, as the deduplicator counts them
     * @param restRuns whether all other parts of the stack run
     */
    public static Health of(Collection<Line> lines, Merge merge, long openGaps, boolean restRuns) {
        if (lines.stream().noneMatch(Line::receives)) {
            return lines.stream().allMatch(line -> line == Line.STARTING) ? STARTING : LOSING;
        }
        if (merge.merges() && openGaps > 0) {
            return LOSING;
        }
        if (merge == Merge.STARTING) {
            return STARTING;
        }
        boolean whole = merge == Merge.WHOLE && lines.stream().allMatch(line -> line == Line.LIVE);
        return whole && restRuns ? HEALTHY : DEGRADED;
    }
}
