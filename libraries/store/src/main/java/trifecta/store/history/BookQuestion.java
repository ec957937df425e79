package trifecta.store.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.Times;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.history.LedgerWord.Word;

/**
 * One question for a book. The rows say which book it was; whether something may be missing there is said by the ledger, and where it
 * says nothing by the rows: behind the last row of a run, and before anything of the next one, is a gap.
 */
final class BookQuestion {
    private final Connection connection;
    private final String ticker;

    BookQuestion(Connection connection, String ticker) {
        this.connection = connection;
        this.ticker = ticker;
    }

    BookAnswer at(long micros) throws SQLException {
        Path path = Path.of(connection, ticker);
        if (path == null) {
            return new BookAnswer.NoMarket();
        }
        Long near = path.books().checkpointAt(micros);
        PathRow row = path.lastAt(micros, near == null ? Long.MIN_VALUE : near);
        return new Place(path, micros, row).answer();
    }

    BookAnswer latest(long nowMicros) throws SQLException {
        Path path = Path.of(connection, ticker);
        if (path == null) {
            return new BookAnswer.NoMarket();
        }
        PathRow row = path.last();
        return new Place(path, row == null ? nowMicros : Math.max(nowMicros, row.micros()), row).answer();
    }

    /** What the ledger knows of the time since a row. */
    private enum Since {
        /** Nothing was missed. */
        UNBROKEN,
        /** Something was, but the instant itself is covered again. */
        BROKEN,
        /** It does not say. */
        UNTOLD
    }

    /** An instant between two rows of a path, of which either may not be there. */
    private final class Place {
        private final Path path;
        private final KnownBooks books;
        private final Proof proof;
        private final LedgerWord ledger = new LedgerWord(connection);
        private final long micros;
        private final @Nullable PathRow row;
        private final @Nullable PathRow next;
        /** The run that begins with the next row. */
        private final @Nullable RunStart nextRun;

        private final Optional<Word> word;

        Place(Path path, long micros, @Nullable PathRow row) throws SQLException {
            this.path = path;
            this.books = path.books();
            this.proof = new Proof(path);
            this.micros = micros;
            this.row = row;
            this.next = path.behind(row == null ? Long.MIN_VALUE : row.seq());
            List<RunStart> runs = next == null ? List.of() : path.runs(next.seq() - 1, next.seq(), 1);
            this.nextRun = runs.isEmpty() ? null : runs.getFirst();
            this.word = ledger.at(ticker, Channel.ORDERBOOK, micros);
        }

        BookAnswer answer() throws SQLException {
            if (saysGap()) {
                return gap();
            }
            PathRow present = row;
            return present == null ? beforeAllRows() : behind(present);
        }

        private BookAnswer behind(PathRow present) throws SQLException {
            if (next != null && nextRun == null) {
                return known(state(present));
            }
            return switch (since(present.micros())) {
                case UNBROKEN -> known(state(present));
                case BROKEN -> knownOrGap(nextRun != null ? under(nextRun) : snapshot(present.micros()));
                case UNTOLD -> {
                    if (nextRun != null) {
                        yield knownOrGap(baseOf(nextRun, present.micros()));
                    }
                    yield path.isEnded(present.seq()) ? gap() : known(state(present));
                }
            };
        }

        private BookAnswer beforeAllRows() throws SQLException {
            BookState state = nextRun == null ? snapshot(0) : word.isPresent() ? under(nextRun) : baseOf(nextRun, 0);
            if (state != null) {
                return known(state);
            }
            KnownBook first = books.earliest(0);
            long firstMicros = Math.min(
                    next == null ? Long.MAX_VALUE : next.micros(), first == null ? Long.MAX_VALUE : first.micros());
            return firstMicros <= micros
                    ? gap()
                    : new BookAnswer.NotYet(firstMicros == Long.MAX_VALUE ? Times.ABSENT : firstMicros);
        }

        private Since since(long rowMicros) throws SQLException {
            if (word.isEmpty()) {
                return Since.UNTOLD;
            }
            long told = rowMicros;
            for (Word said : ledger.between(ticker, Channel.ORDERBOOK, rowMicros, micros)) {
                if (said.state() == State.GAP) {
                    return Since.BROKEN;
                }
                if (said.fromMicros() > told) {
                    return Since.UNTOLD;
                }
                told = said.untilMicros() == Times.ABSENT ? Long.MAX_VALUE : Math.max(told, said.untilMicros());
            }
            return Since.UNBROKEN;
        }

        /** The book on which the next run stands, if it was seen by then: from its snapshot on nothing is missing. */
        private @Nullable BookState baseOf(RunStart run, long behindMicros) throws SQLException {
            KnownBook base = books.latestBase(run.baseHash(), behindMicros, micros);
            return base == null ? null : state(base);
        }

        /** The book on which the next run stands, where the ledger says that nothing is missing before that. */
        private @Nullable BookState under(RunStart run) throws SQLException {
            Book book = proof.under(run);
            long since = word.map(Word::fromMicros)
                    .filter(from -> from != Times.ABSENT)
                    .orElse(micros);
            return book == null
                    ? null
                    : new BookState(
                            BookState.NO_SEQ, Times.ABSENT, since, book.hash(), book.content(), since, Times.ABSENT);
        }

        /** The book of a snapshot behind which no row is: the last one by then, or where the ledger covers the instant the next. */
        private @Nullable BookState snapshot(long behindMicros) throws SQLException {
            KnownBook latest = books.latest(behindMicros, micros);
            if (latest == null && word.isPresent()) {
                latest = books.earliest(behindMicros);
            }
            return latest == null ? null : state(latest);
        }

        private boolean saysGap() {
            return word.filter(said -> said.state() == State.GAP).isPresent();
        }

        private BookAnswer known(@Nullable BookState state) {
            if (state != null) {
                return new BookAnswer.Known(state, word);
            }
            return row == null
                    ? new BookAnswer.Unproven(BookState.NO_SEQ, Times.ABSENT)
                    : new BookAnswer.Unproven(row.seq(), row.exchangeMicros());
        }

        private BookAnswer knownOrGap(@Nullable BookState state) throws SQLException {
            return state == null ? gap() : known(state);
        }

        private BookAnswer gap() throws SQLException {
            BookState last = row == null ? null : state(row);
            String reason = word.map(Word::reason).orElse("");
            return new BookAnswer.Gap(
                    reason.isEmpty() && nextRun != null ? nextRun.reason() : reason,
                    saysGap() ? word.get().fromMicros() : row == null ? Times.ABSENT : row.micros(),
                    saysGap()
                            ? word.get().untilMicros()
                            : next == null || nextRun == null ? Times.ABSENT : next.micros(),
                    Optional.ofNullable(last),
                    word);
        }

        private @Nullable BookState state(PathRow present) throws SQLException {
            RunStart run = path.runOf(present.seq());
            Book book = run == null ? null : proof.after(present, run);
            if (run == null || book == null) {
                return null;
            }
            Long verified = path.verified(run.seq(), present.seq());
            return new BookState(
                    present.seq(),
                    present.exchangeMicros(),
                    present.receivedMicros(),
                    present.hash(),
                    book.content(),
                    micros(run.seq()),
                    verified == null ? Times.ABSENT : micros(verified));
        }

        private @Nullable BookState state(KnownBook snapshot) {
            Book book = snapshot.book();
            return book.hash() != snapshot.hash()
                    ? null
                    : new BookState(
                            BookState.NO_SEQ,
                            Times.ABSENT,
                            snapshot.micros(),
                            snapshot.hash(),
                            book.content(),
                            snapshot.micros(),
                            snapshot.micros());
        }

        private long micros(long seq) throws SQLException {
            PathRow there = path.row(seq);
            return there == null ? Times.ABSENT : there.micros();
        }
    }
}
