package trifecta.deduplicator;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.Times;
import trifecta.market.arbitration.Arbiter;
import trifecta.market.arbitration.Changes;
import trifecta.market.arbitration.Row;
import trifecta.market.arbitration.SeqRange;
import trifecta.market.ledger.LineLedger;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.Mark;
import trifecta.store.production.ProductionBatch.RowPlace;
import trifecta.store.production.ProductionBatch.RunHead;

/** One market in the merge: its arbiter, and what has to be written of it with the next commit. */
final class MergedMarket {
    private final String ticker;
    private final Arbiter arbiter;
    private long latestExchangeMicros = Times.ABSENT;
    private boolean touched;
    private int rowsCounted;
    private boolean givenBack;

    MergedMarket(String ticker, Arbiter arbiter) {
        this.ticker = ticker;
        this.arbiter = arbiter;
    }

    String ticker() {
        return ticker;
    }

    Arbiter arbiter() {
        return arbiter;
    }

    /** Whether a line gave it back on purpose since its last span began. */
    boolean isGivenBack() {
        return givenBack;
    }

    void givenBack(boolean value) {
        givenBack = value;
    }

    /** Marks the market for the next commit; true when it was not marked yet. */
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    /** Rows in memory now, less those of the last call. */
    int rowsGained() {
        int gained = arbiter.size() - rowsCounted;
        rowsCounted += gained;
        return gained;
    }

    /**
     * Adds to a commit what changed since the last one, and the arbiter's state.
     *
     * @param ledgers by line
     * @param lacking whether no line has it though it should
     */
    void drain(ProductionBatch batch, LineLedger[] ledgers, boolean lacking, MergeCounts counts) {
        touched = false;
        for (int line = 0; line < ledgers.length; line++) {
            LineLedger ledger = ledgers[line];
            arbiter.takeDropped(line).ifPresent(since -> ledger.interrupted(ticker, since));
        }
        Changes changes = arbiter.drain();
        for (Row row : changes.inserted()) {
            latestExchangeMicros = Math.max(latestExchangeMicros, row.change().exchangeMicros());
            int line = row.origin().line();
            batch.bookRows()
                    .add(new BookRow(
                            ticker,
                            row.seq(),
                            row.replacesBook(),
                            stamped(row),
                            line + 1,
                            1 << line,
                            row.origin().receivedAtMicros()));
        }
        for (long seq : changes.voided()) {
            batch.voided().add(new RowPlace(ticker, seq));
        }
        for (trifecta.market.arbitration.RunHead head : changes.runsOpened()) {
            batch.runsOpened().add(new RunHead(ticker, head.seq(), head.baseHash()));
        }
        for (long seq : changes.runsClosed()) {
            batch.runsStitched().add(new RowPlace(ticker, seq));
        }
        for (trifecta.market.arbitration.Mark mark : changes.marks()) {
            batch.marks().add(new Mark(ticker, mark.seq(), mark.verified(), mark.disputed(), mark.ended()));
        }
        for (SeqRange range : changes.disputedRanges()) {
            batch.disputed().add(new ProductionBatch.RowRange(ticker, range.fromSeq(), range.toSeq()));
        }
        if (changes.snapshotWanted()) {
            batch.snapshotRequests().add(ticker);
        }
        counts.add(ticker, changes);
        batch.states()
                .add(new ProductionBatch.MarketState(
                        ticker,
                        MarketState.of(ticker, ledgers, lacking, arbiter.save()).pack(),
                        pendingSince(ledgers.length)));
    }

    /** By line: from when on its rows are not in the path yet; null when all are. */
    private long @Nullable [] pendingSince(int lines) {
        long @Nullable [] since = null;
        for (int line = 0; line < lines; line++) {
            OptionalLong micros = arbiter.pendingSince(line);
            if (micros.isPresent()) {
                if (since == null) {
                    since = new long[lines];
                    Arrays.fill(since, Times.ABSENT);
                }
                since[line] = micros.getAsLong();
            }
        }
        return since;
    }

    /** The change with its line's own time, where that says nothing to the merge but all that is known to a reader. */
    private static BookChange stamped(Row row) {
        BookChange change = row.change();
        return change.exchangeMicros() != Times.ABSENT || row.origin().stampMicros() == Times.ABSENT
                ? change
                : change.at(row.origin().stampMicros());
    }

    /** Lets rows leave memory that are older than the window before the market's latest row. */
    void evict(long windowMicros) {
        if (latestExchangeMicros != Times.ABSENT) {
            arbiter.evict(latestExchangeMicros - windowMicros);
        }
    }
}
