package trifecta.market.arbitration;

import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.market.Times;

/**
 * A row of the chain, or one that a line still keeps pending. Its content never changes; its number, run and marks belong to the
 * chain that holds it.
 */
public final class Row {
    private static final int VERIFIED = 1;
    private static final int DISPUTED = 2;
    private static final int ENDED = 4;
    private static final int CONTESTED = 8;
    private static final int HEAD = 16;
    private static final int VOIDED = 32;
    private static final int STORED = 64;
    private static final int TOUCHED = 128;
    private static final int NUMBERED = 256;

    private final BookChange change;
    private final boolean replacesBook;
    private final Origin origin;
    /** The time the rules compare: the change's in whole milliseconds, held between its neighbours. */
    private long millis;

    private long seq;
    private long baseHash;
    private int flags;
    /** What was last given out: the same bits as in flags. */
    private int givenFlags;
    /** Open forks in whose range this row lies. */
    private int forksOver;

    Row(BookChange change, boolean replacesBook, Origin origin, long millis) {
        this.change = change;
        this.replacesBook = replacesBook;
        this.origin = origin;
        this.millis = millis;
    }

    /** A row as it was stored, with the marks it has now. Its {@code baseHash} counts only if it opens a run. */
    public static Row stored(
            BookChange change, boolean replacesBook, Origin origin, Mark mark, boolean opensRun, long baseHash) {
        Row row = new Row(change, replacesBook, origin, Times.millis(change.exchangeMicros()));
        row.number(mark.seq());
        row.set(VERIFIED, mark.verified());
        row.set(DISPUTED, mark.disputed());
        row.set(ENDED, mark.ended());
        row.set(HEAD, opensRun);
        row.baseHash = opensRun ? baseHash : 0;
        row.flags |= STORED;
        row.givenFlags = row.visible();
        return row;
    }

    /** The change that stands for a replaced book: no level, no delta, only the time and the hash after it. */
    static BookChange replacement(long exchangeMicros, long hashAfter) {
        return new BookChange(exchangeMicros, Side.NO, 0, 0, 0, hashAfter);
    }

    public BookChange change() {
        return change;
    }

    /** Whether the exchange replaced the whole book here; {@link #change} then holds its time and the hash after it only. */
    public boolean replacesBook() {
        return replacesBook;
    }

    public Origin origin() {
        return origin;
    }

    /** Place in the chain's order; rows of a market are ordered by it and never renumbered. */
    public long seq() {
        return seq;
    }

    public boolean opensRun() {
        return is(HEAD);
    }

    /** Hash of the book under a row that opens a run; 0 for others. */
    public long baseHash() {
        return baseHash;
    }

    public boolean verified() {
        return is(VERIFIED);
    }

    /** Disputed by itself, or behind a fork that is still open with no verified row between. */
    public boolean disputed() {
        return is(DISPUTED) || is(CONTESTED);
    }

    public boolean ended() {
        return is(ENDED);
    }

    long millis() {
        return millis;
    }

    void millis(long value) {
        millis = value;
    }

    /** Whether it stands at another time than its change's. */
    boolean holdsTime() {
        return millis != Times.millis(change.exchangeMicros());
    }

    long hash() {
        return change.bookHash();
    }

    boolean sameContent(Row other) {
        return sameContent(other.change, other.replacesBook);
    }

    boolean sameContent(BookChange other, boolean otherReplacesBook) {
        return change.bookHash() == other.bookHash()
                && change.priceMicros() == other.priceMicros()
                && change.side() == other.side()
                && change.deltaHundredths() == other.deltaHundredths()
                && change.sizeAfter() == other.sizeAfter()
                && replacesBook == otherReplacesBook;
    }

    /** Whether both say the same of the same level, whatever the book they say it of. */
    boolean sameStep(Row other) {
        return change.priceMicros() == other.change.priceMicros()
                && change.side() == other.change.side()
                && change.deltaHundredths() == other.change.deltaHundredths()
                && replacesBook == other.replacesBook;
    }

    /** The same content as a row that no chain holds. */
    Row unplaced() {
        return is(NUMBERED) ? new Row(change, replacesBook, origin, millis) : this;
    }

    void number(long value) {
        seq = value;
        flags |= NUMBERED;
    }

    void openRun(long base) {
        flags |= HEAD;
        baseHash = base;
    }

    void continueRun() {
        flags &= ~HEAD;
        baseHash = 0;
    }

    void verified(boolean value) {
        set(VERIFIED, value);
    }

    void disputed(boolean value) {
        set(DISPUTED, value);
    }

    boolean disputedByItself() {
        return is(DISPUTED);
    }

    void ended(boolean value) {
        set(ENDED, value);
    }

    int forksOver() {
        return forksOver;
    }

    void forksOver(int forks) {
        forksOver = forks;
        set(CONTESTED, forks > 0 && !verified());
    }

    boolean isVoided() {
        return is(VOIDED);
    }

    void markVoided() {
        flags |= VOIDED;
    }

    boolean isStored() {
        return is(STORED);
    }

    /** Notes that this row is on the list of touched rows; false when it was already. */
    boolean touch() {
        boolean fresh = !is(TOUCHED);
        flags |= TOUCHED;
        return fresh;
    }

    /** Whether its marks are others than those given out last. */
    boolean marksDiffer() {
        return ((visible() ^ givenFlags) & (VERIFIED | DISPUTED | ENDED)) != 0;
    }

    boolean wasGivenAsHead() {
        return (givenFlags & HEAD) != 0;
    }

    Mark mark() {
        return new Mark(seq, verified(), disputed(), ended());
    }

    /** Everything about this row has been given out. */
    void given() {
        flags = (flags & ~TOUCHED) | STORED;
        givenFlags = visible();
    }

    private int visible() {
        return (flags & (VERIFIED | ENDED | HEAD)) | (disputed() ? DISPUTED : 0);
    }

    private boolean is(int flag) {
        return (flags & flag) != 0;
    }

    private void set(int flag, boolean value) {
        flags = value ? flags | flag : flags & ~flag;
    }

    @Override
    public String toString() {
        return seq + (opensRun() ? "|" : "") + (verified() ? "v" : "") + (disputed() ? "d" : "") + (ended() ? "e" : "")
                + " " + millis + " " + change;
    }
}
