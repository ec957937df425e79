package trifecta.store.history;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;

/**
 * Folds the book after a row of a path from the nearest book that is known, and lets it pass only when it ends on the hash that the row
 * itself has. What is not of use, a stale checkpoint or a snapshot of another span, shows by that and the next older one is
 * tried.
 */
final class Proof {
    /** Rows read at a time: a fold may be long where there are no checkpoints, and memory is not. */
    static final int PAGE_ROWS = 10_000;

    /** A checkpoint that leads nowhere is stale; more than a few of them are not met. */
    private static final int CHECKPOINTS_TRIED = 4;

    /** Lines hold at most 5,000 changes for a snapshot; between them stand rows of other lines. */
    private static final int HELD_ROWS_MOST = 10_000;

    /** A run can stand on a book that the path had before; it is looked for this far back, from run to run. */
    private static final int EARLIER_ROWS_MOST = 10_000;

    private static final int RUNS_BACK_MOST = 4;

    private final Path path;
    private final KnownBooks books;

    Proof(Path path) {
        this.path = path;
        this.books = path.books();
    }

    /**
     * The book after a row.
     *
     * @param run to which the row belongs
     * @return null when nothing that is known leads to it
     */
    @Nullable Book after(PathRow row, RunStart run) throws SQLException {
        return after(row.seq(), row.hash(), run, RUNS_BACK_MOST);
    }

    /** The book under the first row of a run; null when it is not known. */
    @Nullable Book under(RunStart run) throws SQLException {
        return under(run, RUNS_BACK_MOST);
    }

    private @Nullable Book after(long seq, long hash, RunStart run, int runsBack) throws SQLException {
        for (KnownBook checkpoint : books.checkpoints(run.seq(), seq, CHECKPOINTS_TRIED)) {
            Book book = proven(fold(checkpoint.book(), checkpoint.seq(), seq), hash);
            if (book != null) {
                return book;
            }
        }
        Book base = under(run, runsBack);
        // the first row of the run is applied as well, hence the place before it
        return base == null ? null : proven(fold(base, run.seq() - 1, seq), hash);
    }

    private @Nullable Book under(RunStart run, int runsBack) throws SQLException {
        KnownBook shown = books.ofHash(run.baseHash());
        Book book = shown == null ? null : proven(shown.book(), run.baseHash());
        if (book == null) {
            book = undone(run);
        }
        return book != null || runsBack == 0 ? book : had(run, runsBack);
    }

    /** Folds backwards from a snapshot to which the first rows of the run led. */
    private @Nullable Book undone(RunStart run) throws SQLException {
        List<KnownBook> above = books.aboveBase(run.baseHash());
        if (above.isEmpty()) {
            return null;
        }
        List<PathRow> rows = path.steps(run.seq() - 1, Long.MAX_VALUE, HELD_ROWS_MOST);
        for (KnownBook snapshot : above) {
            Book book = proven(undone(snapshot, rows), run.baseHash());
            if (book != null) {
                return book;
            }
        }
        return null;
    }

    private static @Nullable Book undone(KnownBook snapshot, List<PathRow> rows) {
        for (int led = 0; led < rows.size() && !rows.get(led).replaced(); led++) {
            if (rows.get(led).hash() == snapshot.hash()) {
                Book book = snapshot.book();
                for (int i = led; i >= 0; i--) {
                    rows.get(i).undo(book);
                }
                return book;
            }
        }
        return null;
    }

    /** The book that the path had shortly before, where the run goes on from one. */
    private @Nullable Book had(RunStart run, int runsBack) throws SQLException {
        Long seq = path.seqOfHash(run.seq(), run.baseHash(), EARLIER_ROWS_MOST);
        RunStart earlier = seq == null ? null : path.runOf(seq);
        return seq == null || earlier == null ? null : after(seq, run.baseHash(), earlier, runsBack - 1);
    }

    /** The book after a later row, given that after an earlier one; null when a replaced book on the way is not known. */
    private @Nullable Book fold(Book book, long behindSeq, long toSeq) throws SQLException {
        long at = behindSeq;
        while (at < toSeq) {
            List<PathRow> rows = path.steps(at, toSeq, PAGE_ROWS);
            for (PathRow row : rows) {
                if (!step(book, row)) {
                    return null;
                }
            }
            at = rows.size() < PAGE_ROWS ? toSeq : rows.getLast().seq();
        }
        return book;
    }

    /** Applies a row; false when it replaces the book by one that is not known. */
    boolean step(Book book, PathRow row) throws SQLException {
        if (!row.replaced()) {
            row.apply(book);
            return true;
        }
        KnownBook replacement = books.ofHash(row.hash());
        if (replacement != null) {
            book.replace(replacement.levels());
        }
        return replacement != null;
    }

    private static @Nullable Book proven(@Nullable Book book, long hash) {
        return book != null && book.hash() == hash ? book : null;
    }
}
