package trifecta.store.history;

import java.util.List;
import java.util.Optional;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.history.LedgerWord.Word;

/**
 * The books of production's markets at any time, each answer of one moment of production. Needs read-only rights. Keeps one connection,
 * which the threads that call share in turns; after a failure, call again.
 */
public final class BookHistory implements AutoCloseable {
    private final HistoryConnection connection;

    private BookHistory(HistoryConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public static BookHistory open(DatabaseAddress address, String name) throws StoreException {
        HistoryConnection connection = new HistoryConnection(address, name);
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
