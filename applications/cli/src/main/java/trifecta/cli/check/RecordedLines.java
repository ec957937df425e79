package trifecta.cli.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which lines were there, line by line of one file of the record: enough to say of an event that nobody got whether something explains
 * it. Explained is: it was withheld, or each line was away or had just come back, or the market is so new that no line has come to it.
 */
final class RecordedLines {
    /** Of an event that concerns no single market. */
    static final int NO_MARKET = -1;

    /** From the end of a connection or subscription until its line must listen again, on a slow machine, too. */
    static final long RETURN_MICROS = 30_000_000;

    /** From a market's listing until a line must listen to it. */
    static final long NEW_MICROS = 15_000_000;

    private static final String NOBODY = "-";

    private final Map<Integer, Integer> lineOf = new HashMap<>();
    private final Map<Integer, Set<Integer>> open = new HashMap<>();
    private final Map<Integer, Long> brokenMicros = new HashMap<>();
    private final Map<Integer, Long> listedMicros = new HashMap<>();
    private final Set<Integer> shown = new HashSet<>();
    private int lines;
    private long withheldIndex = -1;
    private long unheard;

    /**
     * @param count lines that may come
     */
    void expected(int count) {
        lines = count;
    }

    int expected() {
        return lines;
    }

    void listed(int market, long wallMicros) {
        listedMicros.putIfAbsent(market, wallMicros);
    }

    void shown(int market) {
        shown.add(market);
    }

    /** A line comes back; it needs a while until it listens to everything. */
    void opened(int connection, int line, long wallMicros) {
        lineOf.put(connection, line);
        brokenMicros.computeIfPresent(line, (known, before) -> Math.max(before, wallMicros));
        open.computeIfAbsent(line, any -> new HashSet<>()).add(connection);
    }

    /** A subscription of that connection ended. */
    void broken(int connection, long wallMicros) {
        brokenMicros.merge(lineOf.getOrDefault(connection, 0), wallMicros, Math::max);
    }

    void closed(int connection, long wallMicros) {
        broken(connection, wallMicros);
        open.getOrDefault(lineOf.getOrDefault(connection, 0), new HashSet<>()).remove(connection);
    }

    void withheld(long index) {
        withheldIndex = index;
    }

    /**
     * @param receivers as the record writes them
     */
    void sent(long index, int market, long wallMicros, String receivers) {
        if (!receivers.equals(NOBODY) || index == withheldIndex || isNew(market, wallMicros)) {
            return;
        }
        for (int line = 1; line <= lines; line++) {
            boolean there = !open.getOrDefault(line, Set.of()).isEmpty();
            if (there && wallMicros - brokenMicros.getOrDefault(line, Long.MIN_VALUE / 2) > RETURN_MICROS) {
                unheard++;
                return;
            }
        }
    }

    long unheard() {
        return unheard;
    }

    private boolean isNew(int market, long wallMicros) {
        return market != NO_MARKET
                && !shown.contains(market)
                && wallMicros - listedMicros.getOrDefault(market, wallMicros) <= NEW_MICROS;
    }
}
