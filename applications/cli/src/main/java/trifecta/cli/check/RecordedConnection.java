package trifecta.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the record tells of one connection: enough to say which events its line surely has. */
final class RecordedConnection {
    /** An event that was sent this long before the end of its connection has arrived. */
    static final long FLIGHT_MICROS = 1_000_000;

    /** What was read this long before its reader may have died is on that one's disk: twice what a line promises, for a busy machine. */
    private static final long DURABLE_MICROS = 400_000;

    private static final List<String> ORDERLY = List.of("gap of the source", "the exchange stops");

    private final List<long[]> stalls = new ArrayList<>();
    /** By market: places of its snapshots, and the subscription that each came on. */
    private final Map<Integer, TreeMap<Long, Integer>> snapshots = new HashMap<>();
    /** By subscription: places at which a number was used up in vain. */
    private final Map<Integer, TreeSet<Long>> holes = new HashMap<>();

    /** By market: the first events at which its book was a wrong one without any sign. */
    private final Map<Integer, TreeSet<Long>> wrongFrom = new HashMap<>();
    /** Markets whose latest snapshot began a span, so that nothing could be compared with it. */
    private final Set<Integer> based = new HashSet<>();
    /** Markets whose latest snapshot showed an old book, and those of which the one before it did. */
    private final Set<Integer> outdated = new HashSet<>();

    private final Set<Integer> outdatedBefore = new HashSet<>();
    /** Markets that left their subscription. */
    private final Set<Integer> left = new HashSet<>();

    private final int line;
    private final int linesExpected;
    /** By the exchange's clock: up to which event the client had read everything. */
    private final TreeMap<Long, Long> answers = new TreeMap<>();

    private long writtenIndex = Long.MAX_VALUE;
    private long closedMicros = Long.MAX_VALUE;
    private boolean isClosed;
    private boolean closedOrderly;
    private boolean cutOrderly;

    /**
     * @param line whose it is, from 1
     * @param linesExpected lines that the exchange knows
     */
    RecordedConnection(int line, int linesExpected) {
        this.line = line;
        this.linesExpected = linesExpected;
    }

    int line() {
        return line;
    }

    int linesExpected() {
        return linesExpected;
    }

    void answered(long index, long wallMicros) {
        answers.merge(wallMicros, index, Math::max);
    }

    void stalled(long fromMicros, long micros) {
        stalls.add(new long[] {fromMicros, fromMicros + micros});
    }

    void cutOrderly() {
        cutOrderly = true;
    }

    void snapshot(int market, int sid, long index) {
        TreeMap<Long, Integer> bases = snapshots.computeIfAbsent(market, any -> new TreeMap<>());
        Map.Entry<Long, Integer> former = bases.lastEntry();
        TreeSet<Long> gaps = holes.getOrDefault(sid, new TreeSet<>());
        boolean goesOn = former != null
                && former.getValue() == sid
                && gaps.subSet(former.getKey(), false, Math.max(index, former.getKey()), true)
                        .isEmpty()
                && !left.remove(market);
        set(based, market, !goesOn);
        set(outdatedBefore, market, outdated.remove(market));
        bases.put(index, sid);
    }

    private static void set(Set<Integer> markets, int market, boolean isIn) {
        boolean _ = isIn ? markets.add(market) : markets.remove(market);
    }

    /** A market left its subscription: a later snapshot begins anew. */
    void left(int market) {
        left.add(market);
    }

    /** An event of a book vanished. */
    void lostUnseen(int market, long index) {
        wrongFrom.computeIfAbsent(market, any -> new TreeSet<>()).add(index);
    }

    /**
     * The latest snapshot of a market shows an old book.
     *
     * @return whether the line could not know: it had no book to compare it with, or the one before was old, too
     */
    boolean misled(int market, long index) {
        outdated.add(market);
        boolean unaware = based.contains(market) || outdatedBefore.contains(market);
        if (unaware) {
            wrongFrom.computeIfAbsent(market, any -> new TreeSet<>()).add(index + 1);
        }
        return unaware;
    }

    void hole(int sid, long index) {
        holes.computeIfAbsent(sid, any -> new TreeSet<>()).add(index);
    }

    void closed(long wallMicros, long written, String reason) {
        isClosed = true;
        closedMicros = wallMicros;
        writtenIndex = written;
        closedOrderly = ORDERLY.contains(reason) || (cutOrderly && reason.startsWith("cut by a fault"));
    }

    /** The record ends here, and with it what can be known. */
    void recordEnds(long wallMicros) {
        closedMicros = Math.min(closedMicros, wallMicros);
    }

    /** Whether an event that was put into the queue surely arrived. */
    boolean surelyHas(long index, long wallMicros) {
        boolean mayHaveDied = isClosed && !closedOrderly;
        Map.Entry<Long, Long> answer =
                mayHaveDied ? answers.floorEntry(closedMicros - DURABLE_MICROS) : answers.lastEntry();
        if (answer != null && index <= answer.getValue()) {
            return true;
        }
        if (index > writtenIndex) {
            return false;
        }
        return closedOrderly || closedMicros - wallMicros - stalledMicros(wallMicros) > FLIGHT_MICROS;
    }

    /**
     * Whether the line can fold a book event that it has, and on the right book: a snapshot stands before it, or behind it, with no hole of
     * its subscription between, and nothing that it cannot know of made its book a wrong one.
     */
    boolean canFold(int market, long index) {
        TreeMap<Long, Integer> bases = snapshots.get(market);
        Map.Entry<Long, Integer> before = bases == null ? null : bases.lowerEntry(index);
        if (bases == null || before == null) {
            return true;
        }
        if (isWrong(market, bases, index)) {
            return false;
        }
        TreeSet<Long> gaps = holes.get(before.getValue());
        if (gaps == null) {
            return true;
        }
        Long gapBefore = gaps.lower(index);
        if (gapBefore == null || before.getKey() >= gapBefore) {
            return true;
        }
        Map.Entry<Long, Integer> after = bases.ceilingEntry(index);
        Long gapAfter = gaps.higher(index);
        return after != null
                && after.getValue().equals(before.getValue())
                && (gapAfter == null || after.getKey() < gapAfter);
    }

    /** A snapshot that disagrees is believed with the next one. */
    private boolean isWrong(int market, NavigableMap<Long, Integer> bases, long index) {
        Long from = wrongFrom.getOrDefault(market, new TreeSet<>()).floor(index);
        return from != null && bases.subMap(from, true, index, false).size() < 2;
    }

    /**
     * Whether one subscription carried a market's events from one to another without a break: upon a snapshot before the first, with no
     * number used up in vain since, and no new snapshot meanwhile, which a new beginning would show by.
     *
     * @param wallMicros of the last event
     */
    boolean unbroken(int market, long from, long to, long wallMicros) {
        TreeMap<Long, Integer> bases = snapshots.get(market);
        Map.Entry<Long, Integer> base = bases == null ? null : bases.lowerEntry(from);
        if (bases == null || base == null || !bases.subMap(from, to).isEmpty()) {
            return false;
        }
        TreeSet<Long> gaps = holes.get(base.getValue());
        return (gaps == null || gaps.subSet(base.getKey(), false, to, true).isEmpty()) && surelyHas(to, wallMicros);
    }

    private long stalledMicros(long sinceMicros) {
        long sum = 0;
        for (long[] stall : stalls) {
            sum += Math.max(0, Math.min(stall[1], closedMicros) - Math.max(stall[0], sinceMicros));
        }
        return sum;
    }
}
