package trifecta.store.local;

import java.util.List;
import trifecta.market.LineEvent;
import trifecta.store.LineCursor;

/** What a read of a line gives. */
public sealed interface LineBatch {

    /**
     * The contiguous rows behind the cursor, all of one boot.
     *
     * @param boot of all events
     * @param events rising by one in {@code n}; empty when nothing more is committed
     * @param next the cursor behind them
     */
    record Rows(int boot, List<LineEvent> events, LineCursor next) implements LineBatch {}

    /**
     * The line is not the one that the cursor was taken from: begin anew from {@link LineCursor#START}, with an alarm. Never skip.
     *
     * @param facts for the alarm
     */
    record Estranged(Cause cause, String facts) implements LineBatch {}

    /**
     * Rows are missing for good: a later one is there, and so is a later boot. What follows is taken; what is missing is missing on
     * this line.
     *
     * @param facts for the record
     * @param rows behind the hole
     */
    record Torn(String facts, Rows rows) implements LineBatch {}

    /** How a line showed that it is another one. */
    enum Cause {
        /** Another incarnation answers: the database was rebuilt, or restored to an earlier time. */
        INCARNATION,
        /** The last row taken is not there: the database was rewound; it may be filled again from the journal. */
        ANCHOR_MISSING,
        /** The last row taken is older than all that is kept: production was put back to before it. */
        LET_GO,
        /** The last row taken reads differently: positions were given twice. */
        ANCHOR_DIFFERS
    }
}
