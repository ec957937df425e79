package trifecta.protocol.rest;

/**
 * How a listing went. The items went to the caller page by page; pages move while they are read, so an item may have come twice.
 *
 * @param malformed items that could not be read and were left out
 * @param firstMalformed why the first of them could not be read; empty when there was none
 */
public record Listing(int pages, long items, long malformed, String firstMalformed, Ending ending) {

    public boolean isComplete() {
        return ending == Ending.COMPLETE && malformed == 0;
    }

    /** Why it ended. */
    public enum Ending {
        /** The last page had no cursor. */
        COMPLETE,
        /** The exchange gave a cursor again that it had given before. */
        CURSOR_REPEATED,
        /** {@link RestSettings#pagesMax} was reached. */
        PAGE_LIMIT
    }
}
