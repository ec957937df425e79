package trifecta.cli.check;

/** What is worth saying and no fault of production. */
enum Remark {
    IN_FLIGHT(
            "in flight at a break",
            "sent, and the connection broke before it can be known to have arrived, or upon a book that its line could not know to be wrong"),
    SENT_TO_NOBODY("sent to nobody", "no line was there to get it, or the exchange withheld it from all"),
    NOT_DUE("not due yet", "so young that production may still be on its way to it"),
    SILENT_LOSS(
            "silently lost upstream", "dropped without a number on the lines that were up, so that no line could know"),
    GAP_BESIDE_LINE(
            "gap beside an unbroken line", "one line had both sides unbroken, others broke or stamped differently"),
    DISPUTE_BESIDE_LINE(
            "dispute beside an unbroken line", "one line had the run unbroken, others broke or stamped differently"),
    GAP_BACK_TO_PROOF(
            "gap back to the last proof", "a snapshot showed a silent loss somewhere behind the snapshot before it"),
    UNPROVABLE_STATE(
            "state after a silent loss", "size_after or book_hash differs from the exchange's, as it must there");

    private final String words;
    private final String meaning;

    Remark(String words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    String words() {
        return words;
    }

    String meaning() {
        return meaning;
    }
}
