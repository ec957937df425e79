package trifecta.store.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From when to when something of a market's book is recorded.
 *
 * @param firstMicros the first snapshot or change
 * @param lastMicros the last one, not before the first
 */
public record Life(long firstMicros, long lastMicros) {
    static Optional<Life> of(Connection connection, String ticker) throws SQLException {
        Path path = Path.of(connection, ticker);
        if (path == null) {
            return Optional.empty();
        }
        @Nullable PathRow first = path.behind(Long.MIN_VALUE);
        @Nullable PathRow last = path.last();
        @Nullable KnownBook snapshot = path.books().earliest(0);
        if (last == null && snapshot == null) {
            return Optional.empty();
        }
        long firstMicros = Math.min(
                first == null ? Long.MAX_VALUE : first.micros(), snapshot == null ? Long.MAX_VALUE : snapshot.micros());
        return Optional.of(new Life(firstMicros, Math.max(firstMicros, last == null ? firstMicros : last.micros())));
    }
}
