package trifecta.store.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import trifecta.market.Times;

/** Times on their way between our integers and PostgreSQL's {@code timestamptz}. */
final class Micros {
    /** A parameter that the planner sees as a constant, so that it leaves out the partitions of other days. */
    static final String PARAMETER = "?::timestamptz";

    /** End of the year 9999: nothing is stored outside of the years between. */
    private static final long LATEST = 253_402_300_799_999_999L;

    private Micros() {}

    /** SQL for a time as microseconds since the epoch, exactly. */
    static String of(String time) {
        return "(extract(epoch FROM " + time + ") * 1000000)::bigint";
    }

    static void bind(PreparedStatement statement, int parameter, long micros) throws SQLException {
        Instant instant = Instant.EPOCH.plus(Math.clamp(micros, 0, LATEST), ChronoUnit.MICROS);
        statement.setObject(parameter, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** A column of {@link #of}; absent where it is null. */
    static long read(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Times.ABSENT : micros;
    }
}
