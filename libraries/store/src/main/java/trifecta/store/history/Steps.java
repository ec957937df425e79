package trifecta.store.history;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;

/**
 * The changes next to an instant.
 *
 * @param previousMicros time of the last one before it; {@link Times#ABSENT}: none
 * @param nextMicros time of the first one behind it; {@link Times#ABSENT}: none yet
 */
public record Steps(long previousMicros, long nextMicros) {
    private static final Steps NONE = new Steps(Times.ABSENT, Times.ABSENT);

    static Steps of(Connection connection, String ticker, long micros) throws SQLException {
        Path path = Path.of(connection, ticker);
        if (path == null) {
            return NONE;
        }
        @Nullable PathRow present = lastAt(path, micros);
        @Nullable PathRow next = path.behind(present == null ? Long.MIN_VALUE : present.seq());
        @Nullable PathRow previous = lastAt(path, micros - 1);
        // a row without a time of the exchange has the time of its receipt, which may lie on the other side
        return new Steps(
                previous == null || previous.micros() >= micros ? Times.ABSENT : previous.micros(),
                next == null || next.micros() <= micros ? Times.ABSENT : next.micros());
    }

    private static @Nullable PathRow lastAt(Path path, long micros) throws SQLException {
        @Nullable Long near = path.books().checkpointAt(micros);
        return path.lastAt(micros, near == null ? Long.MIN_VALUE : near);
    }
}
