package trifecta.cli.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * What one connection told of one market: the book it began with and every delta since. The book had {@code size() + 1} states,
 * state 0 being the first snapshot.
 */
final class History {
    private final long openingHash;
    private final long openedAtMicros;
    private final List<Observed> deltas = new ArrayList<>();
    private long watchedUntilMicros = Long.MAX_VALUE;

    /**
     * Begins with a snapshot.
     *
     * @param openedAtMicros when this machine read it
     */
    History(long openingHash, long openedAtMicros) {
        this.openingHash = openingHash;
        this.openedAtMicros = openedAtMicros;
    }

    void add(Observed delta) {
        deltas.add(delta);
    }

    /** Nothing that came later was read. */
    void watchedUntil(long micros) {
        watchedUntilMicros = micros;
    }

    long watchedUntilMicros() {
        return watchedUntilMicros;
    }

    long openingHash() {
        return openingHash;
    }

    long openedAtMicros() {
        return openedAtMicros;
    }

    List<Observed> deltas() {
        return deltas;
    }

    int size() {
        return deltas.size();
    }

    /** The hash of the book in a state. */
    long hash(int state) {
        return state == 0 ? openingHash : deltas.get(state - 1).change().bookHash();
    }

    /** How far a moment is from the time in which the book was in a state; 0 inside of it. */
    long microsAway(int state, long moment) {
        long from = state == 0 ? openedAtMicros : deltas.get(state - 1).receivedAtMicros();
        long to = state == size() ? Long.MAX_VALUE : deltas.get(state).receivedAtMicros();
        return moment < from ? from - moment : Math.max(0, moment - to);
    }
}
