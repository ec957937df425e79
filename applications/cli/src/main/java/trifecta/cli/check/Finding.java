package trifecta.cli.check;

/** What can be wrong with production. All have to be 0. */
enum Finding {
    LOST("lost", "delivered to a line for certain, not in production"),
    DUPLICATED("duplicated", "in production more often than it happened"),
    UNEXPECTED("unexpected", "in production, never delivered to any line"),
    REORDERED("reordered", "in production in another order than it happened"),
    WRONG_STATE("wrong state", "size_after or book_hash is not what a fold along the run gives"),
    NEEDLESS_GAP("needless gap", "a run begins anew where every line had both sides in one unbroken subscription"),
    NEEDLESS_DISPUTE(
            "needless dispute", "a run is disputed though every line had all of it in one unbroken subscription"),
    HIDDEN_GAP("hidden gap", "something is missing where runs say that nothing is"),
    FALSELY_CLAIMED("falsely claimed", "not in production, where the ledger says that everything is"),
    NOT_IN_LEDGER("not in the ledger", "not in production, and the ledger says nothing of that time"),
    OVER_REPORTED("over-reported", "a gap in the ledger, far from anything missing, while some line had everything"),
    TIME_BACKWARDS("time backwards", "exchange time is earlier than in the row before"),
    WRONG_CONTENT("wrong content", "the right trade with other fields");

    private final String words;
    private final String meaning;

    Finding(String words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    /** As it is printed. */
    String words() {
        return words;
    }

    String meaning() {
        return meaning;
    }
}
