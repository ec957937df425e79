package trifecta.exchange;

import java.util.Map;

/** Where the events come from. Single-threaded: the sequencer asks it. */
interface Source {
    /** In a few words, for people. */
    String description();

    /** Lists the markets that are there from the beginning. Called once, before anything else. */
    void open(long nowMicros, Stage stage);

    /**
     * Publishes what is due, a bounded number of events.
     *
     * @return microseconds until it wants to be asked again; 0: at once
     */
    long advance(long nowMicros, Stage stage);

    /** One word for people: starting, live, waiting, finished. */
    String state();

    /** Whether its time runs: it no longer waits for those who are to listen. */
    boolean hasBegun();

    /** What it tells of itself in the status, beside its state. */
    default Map<String, Object> figures() {
        return Map.of();
    }
}
