package trifecta.store.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;

/**
 * A connection for questions about the past, opened when it is needed and again after a failure. Each question sees one moment of
 * production, whatever is written meanwhile. Single-threaded.
 */
final class HistoryConnection implements AutoCloseable {
    private final DatabaseAddress address;
    private final String name;
    private @Nullable Connection connection;

    HistoryConnection(DatabaseAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    /** Something to be asked, or written. */
    interface Question<T> {
        T ask(Connection open) throws SQLException;
    }

    /** The answer to a question; nothing is written. */
    <T> T ask(String operation, Question<T> question) throws StoreException {
        return run(operation, question, false);
    }

    /** As {@link #ask}, and what it wrote is committed. */
    <T> T write(String operation, Question<T> question) throws StoreException {
        return run(operation, question, true);
    }

    private <T> T run(String operation, Question<T> question, boolean writes) throws StoreException {
        Connection open = connected();
        boolean answered = false;
        try {
            T answer = question.ask(open);
            if (writes) {
                open.commit();
            } else {
                open.rollback();
            }
            answered = true;
            return answer;
        } catch (SQLException e) {
            throw Failures.of(operation, address, e);
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    void open() throws StoreException {
        connected();
    }

    private Connection connected() throws StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, name);
            try {
                open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                walkIndexes(open);
            } catch (SQLException e) {
                Connections.closeQuietly(open);
                throw Failures.of("connect as " + name, address, e);
            }
            connection = open;
        }
        return open;
    }

    /**
     * Every question here is a few steps along an index; a planner that knows nothing of a young partition would rather collect and
     * sort it.
     */
    private static void walkIndexes(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("SET enable_sort = off");
            statement.execute("SET enable_bitmapscan = off");
            statement.execute("SET enable_seqscan = off");
        }
        open.commit();
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }
}
