package trifecta.deduplicator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;

/**
 * Merges the lines of a channel without books (trades, lifecycle): one list of rows in the exchange's order, fed by lines that each
 * deliver a part of it in that order. Pure and single-threaded.
 *
 * <p>Invariants: (a) a line delivers each row at most once; (b) an event that the list has, and that the line has not delivered
 * yet, is that event: the line's place is behind it; (c) any other event is new and is inserted directly behind the line's
 * place, since an unbroken line that delivers e next knows of nothing in between; only rows with an earlier exchange
 * time stay before it, which a line that lost them in silence, or begins anew, has to pass.
 *
 * <p>A line keeps its place across a break, since its later spans can only be later; rows that others delivered meanwhile
 * are passed by time, by that of receipt where the exchange gave none.
 *
 * @param <K> what makes two events the same event
 */
final class ChannelPath<K> {
    /** Room between rows appended one after another, so that late rows find a number. */
    static final long STEP = 1L << 20;
    /** Room before the first row after a break: another line may bring all that happened meanwhile. */
    static final long HOLE = 1L << 40;
    /** A late row takes this part of the room, so that it never ends abruptly. */
    private static final long ROOM_PARTS = 1024;
    /** Rows kept in memory for lines to meet; an older row is recognised by its key in the store, if at all. */
    static final int WINDOW = 200_000;

    private final Sameness sameness;
    private final Map<K, List<Row<K>>> byKey = new HashMap<>();
    private final ArrayDeque<Row<K>> arrivals = new ArrayDeque<>();
    private final long[] places;
    private final boolean[] joining;
    private @Nullable Row<K> first;
    private @Nullable Row<K> last;
    /** The highest number that left memory; nothing new is numbered at or below it. */
    private long floor;

    private long displaced;

    /** Whether equal keys are always one event, or may truly come again. */
    enum Sameness {
        /** The key is an identity: a trade's id. */
        IDENTITY,
        /** Equal content may come twice: only a row that the line has not delivered yet, received about then, is met. */
        CONTENT
    }

    /** Two lines receive one event within this time of one another, even when one is held back. */
    static final long MEETING_MICROS = 30_000_000;

    ChannelPath(int lines, Sameness sameness) {
        this.sameness = sameness;
        this.places = new long[lines];
        this.joining = new boolean[lines];
        Arrays.fill(joining, true);
    }

    /** Where a line stands: behind the row with this number; 0 before all. */
    long place(int line) {
        return places[line];
    }

    boolean isJoining(int line) {
        return joining[line];
    }

    /**
     * Rows of the meeting time to which the rule "delivered up to its place, nothing behind it" does not apply: a line that begins
     * anew lacks what others had meanwhile. Empty where the key is an identity, which needs no such memory.
     */
    long[] exceptions(int line) {
        if (sameness == Sameness.IDENTITY || last == null) {
            return new long[0];
        }
        long oldest = last.receivedAtMicros - 2 * MEETING_MICROS;
        LongStream.Builder found = LongStream.builder();
        for (Row<K> row = last; row != null && row.receivedAtMicros >= oldest; row = row.previous) {
            if (row.isDeliveredBy(line) != row.seq <= places[line]) {
                found.add(row.seq);
            }
        }
        return found.build().sorted().toArray();
    }

    /**
     * Puts a line back, after the rows: it has delivered all up to its place, and nothing behind it.
     *
     * @param exceptions rows to which this does not apply, rising
     */
    void restorePlace(int line, long seq, boolean isJoining, long[] exceptions) {
        places[line] = seq;
        joining[line] = isJoining;
        for (Row<K> row = first; row != null; row = row.next) {
            boolean excepted = Arrays.binarySearch(exceptions, row.seq) >= 0;
            if (row.seq <= seq != excepted) {
                row.deliveredBy(line);
            }
        }
    }

    /** The line's span ended: its next event comes later than what others delivered up to that event's millisecond. */
    void broke(int line) {
        joining[line] = true;
    }

    /** The line is read from its beginning again: what it delivered it will deliver once more. */
    void readAnew(int line) {
        places[line] = 0;
        joining[line] = true;
        for (Row<K> row = first; row != null; row = row.next) {
            row.notDeliveredBy(line);
        }
    }

    /** Puts a stored row back, oldest first, at the start; rows that no line brought may share a number. */
    void restore(K key, long seq, long exchangeMicros, long receivedAtMicros) {
        if (last == null && first == null) {
            floor = seq - STEP;
        } else if (last != null && seq < last.seq) {
            throw new IllegalArgumentException("rows are restored in rising order: " + seq + " after " + last.seq);
        }
        link(last, new Row<>(key, seq, exchangeMicros, receivedAtMicros));
    }

    /**
     * Takes a line's next event.
     *
     * @return the number under which it has to be stored; empty when it is known already
     */
    Optional<Long> accept(int line, K key, long exchangeMicros, long receivedAtMicros) {
        Row<K> known = known(line, key, receivedAtMicros);
        boolean joins = joining[line];
        joining[line] = false;
        if (known != null) {
            if (!known.isDeliveredBy(line)) {
                known.deliveredBy(line);
                places[line] = Math.max(places[line], known.seq);
            }
            return Optional.empty();
        }
        Row<K> before = before(line, exchangeMicros, receivedAtMicros, joins);
        while (before != null && before.next != null && before.next.seq - before.seq < 2) {
            before = before.next; // so many came late to one place that no number is left there
            displaced++;
        }
        Row<K> row = new Row<>(key, numberBehind(before, joins), exchangeMicros, receivedAtMicros);
        row.deliveredBy(line);
        link(before, row);
        places[line] = row.seq;
        return Optional.of(row.seq);
    }

    /**
     * A row that no line brought: lines that bring it later meet it.
     *
     * @param seq its place among the rows by their numbers
     * @return whether it is new
     */
    boolean insert(K key, long seq, long exchangeMicros, long receivedAtMicros) {
        if (byKey.containsKey(key)) {
            return false;
        }
        if (seq > floor) {
            Row<K> before = last;
            while (before != null && before.seq > seq) {
                before = before.previous;
            }
            link(before, new Row<>(key, seq, exchangeMicros, receivedAtMicros));
        }
        return true;
    }

    /** Rows that stand later than they should since no number was left, since the start. */
    long displaced() {
        return displaced;
    }

    private @Nullable Row<K> known(int line, K key, long receivedAtMicros) {
        List<Row<K>> rows = byKey.get(key);
        if (rows == null) {
            return null;
        }
        if (sameness == Sameness.IDENTITY) {
            return rows.getFirst();
        }
        Row<K> met = null;
        for (Row<K> row : rows) {
            long apart = Math.abs(row.receivedAtMicros - receivedAtMicros);
            if (!row.isDeliveredBy(line)
                    && apart <= MEETING_MICROS
                    && (met == null || apart < Math.abs(met.receivedAtMicros - receivedAtMicros))) {
                met = row;
            }
        }
        return met;
    }

    /** The row behind which a new event of the line belongs; null: before all rows in memory. */
    private @Nullable Row<K> before(int line, long exchangeMicros, long receivedAtMicros, boolean joins) {
        Row<K> before = last;
        while (before != null
                && before.seq > places[line]
                && !isEarlier(before, exchangeMicros, receivedAtMicros, joins)) {
            before = before.previous;
        }
        return before;
    }

    private static boolean isEarlier(Row<?> row, long exchangeMicros, long receivedAtMicros, boolean joins) {
        if (row.exchangeMicros == Times.ABSENT || exchangeMicros == Times.ABSENT) {
            return joins && row.receivedAtMicros <= receivedAtMicros;
        }
        long before = Times.millis(row.exchangeMicros);
        long millis = Times.millis(exchangeMicros);
        return before < millis || (joins && before == millis && row.receivedAtMicros <= receivedAtMicros);
    }

    private long numberBehind(@Nullable Row<K> before, boolean joins) {
        Row<K> next = before == null ? first : before.next;
        long low = before == null ? floor : before.seq;
        if (next == null) {
            return low + (joins ? HOLE : STEP);
        }
        return low + Math.clamp((next.seq - low) / ROOM_PARTS, 1, STEP);
    }

    private void link(@Nullable Row<K> before, Row<K> row) {
        Row<K> next = before == null ? first : before.next;
        row.previous = before;
        row.next = next;
        if (before == null) {
            first = row;
        } else {
            before.next = row;
        }
        if (next == null) {
            last = row;
        } else {
            next.previous = row;
        }
        byKey.computeIfAbsent(row.key, _ -> new ArrayList<>(1)).add(row);
        arrivals.add(row);
        if (arrivals.size() > WINDOW) {
            Row<K> oldest = arrivals.remove();
            floor = Math.max(floor, oldest.seq);
            unlink(oldest);
        }
    }

    private void unlink(Row<K> row) {
        if (row.previous == null) {
            first = row.next;
        } else {
            row.previous.next = row.next;
        }
        if (row.next == null) {
            last = row.previous;
        } else {
            row.next.previous = row.previous;
        }
        List<Row<K>> rows = byKey.get(row.key);
        if (rows != null) {
            rows.remove(row);
            if (rows.isEmpty()) {
                byKey.remove(row.key);
            }
        }
    }

    private static final class Row<K> {
        final K key;
        final long seq;
        final long exchangeMicros;
        final long receivedAtMicros;

        @Nullable Row<K> previous;

        @Nullable Row<K> next;

        private int delivered;

        Row(K key, long seq, long exchangeMicros, long receivedAtMicros) {
            this.key = key;
            this.seq = seq;
            this.exchangeMicros = exchangeMicros;
            this.receivedAtMicros = receivedAtMicros;
        }

        boolean isDeliveredBy(int line) {
            return (delivered & 1 << line) != 0;
        }

        void deliveredBy(int line) {
            delivered |= 1 << line;
        }

        void notDeliveredBy(int line) {
            delivered &= ~(1 << line);
        }
    }
}
