package trifecta.cli.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;

/**
 * A step in the exchange's own path of a market's book.
 *
 * @param change null: the source itself has a hole here, so that something is missing for everybody
 * @param exchangeMicros {@link Times#ABSENT} where not given, and for replaced books, which are told apart by their place
 * @param mayBeSkipped an empty book was emptied again: lines need not make a row of it
 * @param silent it was withheld, and at least one line could not see that
 * @param skewed a line was told another time than the true one
 * @param market the record's number of it
 * @param receivers connections into whose queues it was put
 */
record BookItem(
        long index,
        long wallMicros,
        @Nullable Change change,
        long exchangeMicros,
        long sizeAfter,
        long hashAfter,
        Delivery delivery,
        boolean mayBeSkipped,
        boolean silent,
        boolean skewed,
        int market,
        List<RecordedConnection> receivers) {

    boolean canBeStored() {
        return change != null && delivery != Delivery.NOBODY;
    }

    @Override
    public String toString() {
        return "event " + index + " (" + change + ")";
    }
}
