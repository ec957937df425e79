package trifecta.deduplicator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import trifecta.market.LineEvent;
import trifecta.market.Times;

/**
 * Books told by REST that wait to be compared with the path: an answer may be older than the line was when it came, and ahead of it, so that
 * it is judged when the line is past it. Single-threaded.
 */
final class BookChecks {
    /** REST answers without signature are kept for 15 s, and the exchange's own clocks differ. */
    static final long OLDER_MICROS = 20_000_000;

    /** A line may be behind REST by this. */
    static final long AHEAD_MICROS = 5_000_000;

    /** More than a whole poll of all markets does not wait: a line without times would keep them for ever. */
    private static final int WAITING_MOST = 2_000_000;

    private final ArrayDeque<Waiting>[] waiting;

    /**
     * A book to be compared.
     *
     * @param atMicros the latest time that the line knew when the book came
     */
    record Waiting(String market, long hash, long atMicros) {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generics
    BookChecks(int lines) {
        this.waiting = new ArrayDeque[lines];
        for (int line = 0; line < lines; line++) {
            waiting[line] = new ArrayDeque<>();
        }
    }

    void told(int line, LineEvent.BookTold told, long latestMicros) {
        if (latestMicros != Times.ABSENT && waiting[line].size() < WAITING_MOST) {
            waiting[line].add(new Waiting(told.market(), told.hash(), latestMicros));
        }
    }

    /** Those that a line is past; each is given once. */
    List<Waiting> due(int line, long latestMicros) {
        List<Waiting> due = new ArrayList<>();
        while (!waiting[line].isEmpty() && waiting[line].getFirst().atMicros() + AHEAD_MICROS <= latestMicros) {
            due.add(waiting[line].removeFirst());
        }
        return due;
    }
}
