package trifecta.exchange;

/** Where a market stands in its life: the word of REST's answers, and the word of REST's filter. */
enum MarketStatus {
    INITIALIZED("initialized", "unopened"),
    ACTIVE("active", "open"),
    INACTIVE("inactive", "paused"),
    CLOSED("closed", "closed"),
    DETERMINED("determined", "closed"),
    FINALIZED("finalized", "settled");

    private final String word;
    private final String filter;

    MarketStatus(String word, String filter) {
        this.word = word;
        this.filter = filter;
    }

    String word() {
        return word;
    }

    /** Whether a request for this filter word includes it. A paused market is open, too, so that a pause hides nothing. */
    boolean matches(String filterWord) {
        return filter.equals(filterWord) || (this == INACTIVE && ACTIVE.filter.equals(filterWord));
    }

    static boolean isFilter(String filterWord) {
        for (MarketStatus status : values()) {
            if (status.filter.equals(filterWord)) {
                return true;
            }
        }
        return false;
    }

    boolean isOver() {
        return compareTo(CLOSED) >= 0;
    }
}
