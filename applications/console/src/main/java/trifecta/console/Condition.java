package trifecta.console;

/** How a lane is at one second, from good to bad: of several conditions in a row the last in this order names the incident. */
enum Condition {
    LIVE("live"),
    /** Not asked long enough to say. */
    UNSEEN("waiting"),
    STARTING("starting"),
    /** Works, but not wholly. */
    DEGRADED("degraded"),
    /** Works by its own word, yet nothing comes through while it does elsewhere. */
    SILENT("silent"),
    /** Spans of markets ended: a connection broke or a sequence number is missing. */
    BROKEN("broken"),
    /** Production has no row for a stretch that no line delivered. */
    GAP("gap"),
    /** Another process stands in for the one of a second ago. */
    RESTARTED("restarted"),
    /** The deduplicator answers, its database does not. */
    STORE_DOWN("production down"),
    DOWN("down");

    private final String word;

    Condition(String word) {
        this.word = word;
    }

    /** As people and the page read it. */
    String word() {
        return word;
    }

    boolean worseThan(Condition other) {
        return compareTo(other) > 0;
    }
}
