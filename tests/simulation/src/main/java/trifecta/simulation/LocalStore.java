package trifecta.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineBatch.Cause;

/**
 * A line's database: rows that are committed in order, each position once. It can be down, lose an answer, be put back to an earlier
 * state with and without showing it, and be lost. What is read behind a cursor is judged as the line's reader does.
 */
final class LocalStore {
    private final RandomGenerator random;
    private NavigableMap<Position, LineEvent> rows = new TreeMap<>();
    private NavigableMap<Position, LineEvent> backup = new TreeMap<>();
    private Incarnation incarnation;
    private int incarnations;
    private boolean up = true;
    /** The answer to the next append is lost; whether it is made then. */
    private @Nullable Boolean unanswered;

    LocalStore(RandomGenerator random) {
        this.random = random;
        this.incarnation = incarnation();
    }

    private Incarnation incarnation() {
        return new Incarnation(new UUID(random.nextLong(), random.nextLong()), random.nextLong(), ++incarnations);
    }

    boolean isUp() {
        return up;
    }

    void up(boolean now) {
        up = now;
    }

    void loseNextAnswer() {
        unanswered = random.nextBoolean();
    }

    NavigableMap<Position, LineEvent> rows() {
        return rows;
    }

    private void mustBeUp() throws StoreException {
        if (!up) {
            throw new StoreException("reach the line's database", "it is down", "wait", true, null);
        }
    }

    Position last() throws StoreException {
        mustBeUp();
        return rows.isEmpty() ? Position.START : rows.lastKey();
    }

    /** Appends what is behind the last row, all of it or nothing. */
    void append(int boot, List<LineEvent> events) throws StoreException {
        mustBeUp();
        Boolean lost = unanswered;
        unanswered = null;
        if (lost == null || lost) {
            Position last = last();
            for (LineEvent event : events) {
                Position at = new Position(boot, event.n());
                if (at.compareTo(last) > 0) {
                    rows.put(at, event);
                }
            }
        }
        if (lost != null) {
            throw new StoreException("append rows", "the answer was lost", "try again", true, null);
        }
    }

    void release(Position upTo) {
        rows = new TreeMap<>(rows.tailMap(upTo, false));
    }

    void keepBackup() {
        backup = new TreeMap<>(rows);
    }

    /**
     * It is put back to the backup.
     *
     * @param shown whether the server knows that it is on another timeline now
     */
    void rewind(boolean shown) {
        rows = new TreeMap<>(backup);
        if (shown) {
            Incarnation before = incarnation;
            incarnation = new Incarnation(before.uuid(), before.systemIdentifier(), ++incarnations);
        }
    }

    void lose() {
        rows = new TreeMap<>();
        backup = new TreeMap<>();
        incarnation = incarnation();
    }

    LineBatch read(LineCursor after, int maxRows) throws StoreException {
        mustBeUp();
        if (!after.incarnation().equals(Incarnation.NONE)
                && !after.incarnation().equals(incarnation)) {
            return new LineBatch.Estranged(Cause.INCARNATION, after.incarnation() + " was read");
        }
        if (after.position().equals(Position.START)) {
            return rows.isEmpty() ? nothing(after) : behind(after, rows.firstKey(), maxRows);
        }
        LineEvent anchor = rows.get(after.position());
        if (anchor == null) {
            boolean letGo = !rows.isEmpty() && rows.firstKey().compareTo(after.position()) > 0;
            return new LineBatch.Estranged(letGo ? Cause.LET_GO : Cause.ANCHOR_MISSING, "no row at " + after);
        }
        if (hash(anchor) != after.anchor()) {
            return new LineBatch.Estranged(Cause.ANCHOR_DIFFERS, "another row at " + after);
        }
        Map.Entry<Position, LineEvent> next = rows.higherEntry(after.position());
        if (next == null) {
            return nothing(after);
        }
        Position at = next.getKey();
        boolean follows = at.boot() == after.position().boot()
                ? at.n() == after.position().n() + 1
                : at.n() == 1;
        LineBatch batch = behind(after, at, maxRows);
        return follows || !(batch instanceof LineBatch.Rows found)
                ? batch
                : new LineBatch.Torn("behind " + after + " comes " + at, found);
    }

    private static LineBatch nothing(LineCursor after) {
        return new LineBatch.Rows(after.position().boot(), List.of(), after);
    }

    private LineBatch behind(LineCursor after, Position from, int maxRows) {
        List<LineEvent> events = new ArrayList<>();
        Position last = after.position();
        for (Map.Entry<Position, LineEvent> row : rows.tailMap(from, true).entrySet()) {
            boolean follows = events.isEmpty()
                    || (row.getKey().boot() == last.boot() && row.getKey().n() == last.n() + 1);
            if (!follows || events.size() == maxRows) {
                break;
            }
            events.add(row.getValue());
            last = row.getKey();
        }
        return new LineBatch.Rows(last.boot(), events, new LineCursor(incarnation, last, hash(events.getLast())));
    }

    /** Of the content alone, the same in every process. */
    private static long hash(LineEvent event) {
        long hash = 1;
        for (char each : event.toString().toCharArray()) {
            hash = 31 * hash + each;
        }
        return hash;
    }
}
