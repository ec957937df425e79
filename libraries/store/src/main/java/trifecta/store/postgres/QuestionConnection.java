package trifecta.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/**
 * A connection for questions, opened when it is needed and again after a failure. Each question is a transaction of its own and sees one
 * moment of the database, whatever is written meanwhile. Single-threaded.
 */
public final class QuestionConnection implements AutoCloseable {
    private final DatabaseAddress address;
    private final String name;
    private final Opening opening;
    private @Nullable Connection connection;

    /**
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public QuestionConnection(DatabaseAddress address, String name, Opening opening) {
        this.address = address;
        this.name = name;
        this.opening = opening;
    }

    /** How a connection is made. */
    public interface Opening {
        Connection open(DatabaseAddress address, String name) throws StoreException;
    }

    /** Something to be asked, or written. */
    public interface Question<T> {
        T ask(Connection open) throws SQLException;
    }

    /** The answer to a question; nothing is written. */
    public <T> T ask(String operation, Question<T> question) throws StoreException {
        return run(operation, question, false);
    }

    /** As {@link #ask}, and what it wrote is committed. */
    public <T> T write(String operation, Question<T> question) throws StoreException {
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

    /** Connects now. */
    public void open() throws StoreException {
        connected();
    }

    private Connection connected() throws StoreException {
        Connection open = connection;
        if (open == null) {
            open = opening.open(address, name);
            try {
                open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            } catch (SQLException e) {
                Connections.closeQuietly(open);
                throw Failures.of("connect as " + name, address, e);
            }
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }
}
