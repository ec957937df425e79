package trifecta.cli.check;

/**
 * What production's ledger says of a stretch of exchange time.
 *
 * @param toMicros exclusive; {@link Long#MAX_VALUE} while it goes on
 */
record CoverageInterval(State state, long fromMicros, long toMicros) {
    /** The ledger's words. */
    enum State {
        GAP,
        PROVISIONAL,
        RECEIVED,
        VERIFIED,
        DISPUTED
    }

    boolean contains(long micros) {
        return fromMicros <= micros && micros < toMicros;
    }

    boolean claims() {
        return state == State.RECEIVED || state == State.VERIFIED;
    }
}
