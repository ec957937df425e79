package trifecta.gatherer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.StoreException;
import trifecta.store.local.EventChunks.Chunk;
import trifecta.store.local.EventChunks.Row;

/** The rule of {@link Retention}, asked about rows in memory. */
public final class SteppedRetention {
    private SteppedRetention() {}

    /**
     * Up to where a line may be let go.
     *
     * @param rows of the line, in order
     * @param confirmed the last row that production took of this very line
     * @param here the gatherer's clock
     * @param there production's clock
     * @return empty when nothing may go
     */
    public static Optional<Position> mayGo(
            NavigableMap<Position, LineEvent> rows, Position confirmed, Instant here, Instant there, Duration window)
            throws StoreException {
        if (rows.isEmpty() || confirmed.equals(Position.START)) {
            return Optional.empty();
        }
        RetentionRule rule = new RetentionRule(rows.lastKey(), confirmed, here, there, window);
        Optional<Position> upTo = Optional.empty();
        Position at = rows.firstKey();
        while (!rule.isNewest(Chunk.holding(at))) {
            Chunk chunk = Chunk.holding(at);
            Map.Entry<Position, LineEvent> last = rows.lowerEntry(new Position(chunk.boot() + 1, 0));
            Row row = new Row(last.getKey(), last.getValue().receivedAtMicros());
            if (!(rule.judge(chunk, row, row::receivedMicros) instanceof RetentionRule.Verdict.Goes)) {
                break;
            }
            upTo = Optional.of(last.getKey());
            at = rows.higherKey(last.getKey());
        }
        return upTo;
    }
}
