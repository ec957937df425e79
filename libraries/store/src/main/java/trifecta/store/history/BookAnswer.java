package trifecta.store.history;

import java.util.Optional;

/** What production knows of a market's book at an instant. Only {@link Known} is a book to rely on. */
public sealed interface BookAnswer {

    /**
     * The book at that instant.
     *
     * @param word what the ledger says of the instant; empty where it says nothing, as of times after all that was received
     */
    record Known(BookState book, Optional<LedgerWord.Word> word) implements BookAnswer {
        /** Whether it is certain that nothing is missing: received or verified, nothing less. */
        public boolean isComplete() {
            return word.filter(said -> said.state().isComplete()).isPresent();
        }
    }

    /**
     * No book: the instant lies where something may be missing.
     *
     * @param reason why, as far as it was told; empty where nobody told
     * @param fromMicros the last time before it of which something is known; {@link trifecta.market.Times#ABSENT}: none
     * @param untilMicros the first one after it; {@link trifecta.market.Times#ABSENT}: none yet
     * @param lastKnown the book before it, which may have changed unseen
     */
    record Gap(
            String reason,
            long fromMicros,
            long untilMicros,
            Optional<BookState> lastKnown,
            Optional<LedgerWord.Word> word)
            implements BookAnswer {}

    /**
     * No book: nothing of the market was recorded by then.
     *
     * @param firstMicros time of the first thing recorded; {@link trifecta.market.Times#ABSENT}: nothing ever was
     */
    record NotYet(long firstMicros) implements BookAnswer {}

    /**
     * No book: none of what production has to begin with leads to the hash of that row. A defect or a damaged database.
     *
     * @param seq the row at that instant
     */
    record Unproven(long seq, long exchangeMicros) implements BookAnswer {}

    /** Production has no market of that ticker. */
    record NoMarket() implements BookAnswer {}
}
