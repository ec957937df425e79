package trifecta.cli.up;

/** How things stand, in the order of urgency; the ordinal is not the exit code, {@link #exitCode} is. */
enum Health {
    /** All lines and the merge are live and nothing is missing. */
    HEALTHY(0),
    /** Data is captured, but with less redundancy, late, or with something to look at. */
    DEGRADED(1),
    /** Nothing captures: what happens now is lost. */
    LOSING_DATA(2);

    private final int exitCode;

    Health(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    Health worse(Health other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
