package trifecta.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;

/**
 * Rows on their way into a statement that reads them with {@code unnest(?, ?, ...)}: one array for each column, bound in the order
 * of the calls.
 *
 * @param <T> a row
 */
public final class Columns<T> {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int bound;

    public Columns(PreparedStatement statement, List<T> rows) throws SQLException {
        this.connection = statement.getConnection();
        this.statement = statement;
        this.rows = rows;
    }

    /** A column of PostgreSQL's type; the function gives what the driver maps to it, or null. */
    public Columns<T> of(String type, Function<T, @Nullable Object> column) throws SQLException {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(++bound, connection.createArrayOf(type, values));
        return this;
    }

    /** A column of text, made safe in a way that can be undone. */
    public Columns<T> text(Function<T, @Nullable String> column) throws SQLException {
        return of("text", row -> {
            String text = column.apply(row);
            return text == null ? null : SafeText.escape(text);
        });
    }

    /** A column of {@code bigint}s that are times in microseconds, null where absent; see {@link #time}. */
    public Columns<T> micros(Function<T, Long> column) throws SQLException {
        return of("bigint", row -> column.apply(row) == Times.ABSENT ? null : column.apply(row));
    }

    /** SQL for a column of microseconds as {@code timestamptz}, exactly. */
    public static String time(String column) {
        return "timestamptz 'epoch' + " + column + " * interval '1 microsecond'";
    }

    /** A column of {@code bytea}. */
    public Columns<T> bytes(Function<T, byte[]> column) throws SQLException {
        byte[][] values = new byte[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(++bound, connection.createArrayOf("bytea", values));
        return this;
    }

    /** Leaves parameters out that are no arrays. */
    public Columns<T> skip(int parameters) {
        bound += parameters;
        return this;
    }
}
