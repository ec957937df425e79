package trifecta.store.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.history.LedgerWord.Word;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.QuestionConnection;

/**
 * The books of production's markets at any time, each answer of one moment of production. Needs read-only rights. Keeps one connection,
 * which the threads that call share in turns; after a failure, call again.
 */
public final class BookHistory implements AutoCloseable {
    /** Far longer than any question takes that comes to an end. */
    private static final Duration STATEMENT_MAX = Duration.ofSeconds(50);

    private final QuestionConnection connection;

    private BookHistory(QuestionConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public static BookHistory open(DatabaseAddress address, String name) throws StoreException {
        return open(address, name, STATEMENT_MAX);
    }

    /**
     * Connects.
     *
     * @param statementMax a statement that takes longer is given up
     */
    public static BookHistory open(DatabaseAddress address, String name, Duration statementMax) throws StoreException {
        QuestionConnection connection =
                new QuestionConnection(address, name, (to, as) -> Connections.openToWalk(to, as, statementMax));
        connection.open();
        return new BookHistory(connection);
    }

    /**
     * A market's book at an instant: the state after the last row of its path that was not later.
     *
     * @param exchangeMicros the exchange's time
     */
    public synchronized BookAnswer bookAt(String ticker, long exchangeMicros) throws StoreException {
        return connection.ask("fold the book of " + ticker, open -> new BookQuestion(open, ticker).at(exchangeMicros));
    }

    /**
     * A market's book as far as production has it.
     *
     * @param nowMicros the instant on which the ledger is asked
     */
    public synchronized BookAnswer latest(String ticker, long nowMicros) throws StoreException {
        return connection.ask("fold the book of " + ticker, open -> new BookQuestion(open, ticker).latest(nowMicros));
    }

    /** From when to when something of a market is recorded; empty when nothing is, or when there is no such market. */
    public synchronized Optional<Life> life(String ticker) throws StoreException {
        return connection.ask("find the life of " + ticker, open -> Life.of(open, ticker));
    }

    /** The times of the changes next to an instant. */
    public synchronized Steps steps(String ticker, long exchangeMicros) throws StoreException {
        return connection.ask(
                "find the changes of " + ticker + " next to an instant",
                open -> Steps.of(open, ticker, exchangeMicros));
    }

    /** What the ledger says of an interval, both ends included, by time; of what it does not mention it knows nothing. */
    public synchronized List<Word> words(String ticker, Channel channel, long fromMicros, long toMicros)
            throws StoreException {
        return connection.ask(
                "read the coverage of " + ticker,
                open -> new LedgerWord(open).between(ticker, channel, fromMicros, toMicros));
    }

    /** The last interval of which the ledger knew something, of those before an instant. */
    public synchronized Optional<Word> lastWord(String ticker, Channel channel, long beforeMicros)
            throws StoreException {
        return connection.ask(
                "read the coverage of " + ticker,
                open -> new LedgerWord(open).lastBefore(ticker, channel, beforeMicros));
    }

    @Override
    public synchronized void close() {
        connection.close();
    }
}
