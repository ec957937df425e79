package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where one line stands. A line with nothing pending that has a place is aligned: it agrees to all rows before its place. */
final class Standing {
    private static final int JOINING = -1;

    private final int line;
    /** A span of the line covers the market. */
    private boolean up;
    /** Position of the row before which it stands. */
    private int place = JOINING;
    /** Whether the hash under its span is known: it may open a run while joining. */
    private boolean hasBase;

    private long baseHash;
    /** Its own rows not agreed on yet, times never decreasing. */
    private final List<Row> pending = new ArrayList<>(0);
    /** Refuted: it neither wins nor opens a run, but may come back to the chain. */
    private boolean dead;
    /** The fork it stands at was noted, and snapshots were asked for. */
    private boolean forkNoted;

    private Forks.@Nullable Fork fork;
    /** Whether its last event had a time that can be compared; false before any. */
    private boolean stamped;

    private boolean unstamped;
    /** From when on rows were dropped though the span goes on, in microseconds; {@link Long#MAX_VALUE}: none were. */
    private long droppedSince = Long.MAX_VALUE;
    /** Time of its last event in this span. */
    private long lastMillis = Long.MIN_VALUE;
    /** Its last events that had no time, in a row, though those before them had one. */
    private int untimed;

    Standing(int line) {
        this.line = line;
    }

    int line() {
        return line;
    }

    boolean isUp() {
        return up;
    }

    void up(boolean value) {
        up = value;
        lastMillis = Long.MIN_VALUE;
    }

    /** It has shown times that compare with the other lines'. */
    boolean isStamped() {
        return stamped;
    }

    /** It has shown events without such times: it is judged by content. */
    boolean isUnstamped() {
        return unstamped;
    }

    void stamped(boolean value) {
        stamped = value;
        unstamped = !value;
        untimed = 0;
    }

    boolean isPlaced() {
        return place != JOINING;
    }

    boolean isJoining() {
        return place == JOINING;
    }

    boolean isAligned() {
        return place != JOINING && pending.isEmpty();
    }

    /** It agrees with the chain somewhere, or knows the book under its span: it may add rows. */
    boolean isAnchored() {
        return place != JOINING || hasBase;
    }

    int place() {
        return place;
    }

    boolean hasBase() {
        return hasBase;
    }

    long baseHash() {
        return baseHash;
    }

    boolean isDead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    boolean isForkNoted() {
        return forkNoted;
    }

    /** @param at null when the fork's rows were voided since */
    void noteFork(Forks.@Nullable Fork at) {
        forkNoted = true;
        fork = at;
    }

    Forks.@Nullable Fork fork() {
        return fork;
    }

    /** Steps over a row, or follows rows inserted or taken out before its place. */
    void move(int by) {
        place += by;
    }

    void standAt(int position) {
        place = position;
    }

    /** Agrees to all before a position; nothing is pending. */
    void align(int position) {
        forget();
        place = position;
    }

    /** Agrees to nothing yet; knows the book under its span. */
    void join(long base) {
        forget();
        hasBase = true;
        baseHash = base;
    }

    /** Agrees to nothing and has no base: only an agreement with the chain helps it. */
    void stray() {
        forget();
    }

    private void forget() {
        place = JOINING;
        hasBase = false;
        baseHash = 0;
        pending.clear();
        dead = false;
        forkNoted = false;
        fork = null;
    }

    /** Holds an event's time at its span's last: times run forward within a market. */
    boolean runsBackwards(long millis) {
        return millis < lastMillis;
    }

    /** It stamps its events, and this span has shown one. */
    boolean hasTime() {
        return stamped && hadTime();
    }

    /** This span has shown an event with a time that can be compared. */
    boolean hadTime() {
        return lastMillis != Long.MIN_VALUE;
    }

    /** Another event without a time. @return how many there are in a row now */
    int countUntimed() {
        return ++untimed;
    }

    int untimed() {
        return untimed;
    }

    void untimed(int inARow) {
        untimed = inARow;
    }

    long lastMillis() {
        return lastMillis;
    }

    void lastMillis(long millis) {
        lastMillis = millis;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    List<Row> pending() {
        return pending;
    }

    int pendingSize() {
        return pending.size();
    }

    Row pending(int at) {
        return pending.get(at);
    }

    Row firstPending() {
        return pending.getFirst();
    }

    Row lastPending() {
        return pending.getLast();
    }

    /** Pending rows from this time on, in microseconds, are dropped though the span goes on. */
    void drops(long sinceMicros) {
        droppedSince = Math.min(droppedSince, sinceMicros);
    }

    /** What {@link #drops} told since the last call. */
    OptionalLong takeDropped() {
        long since = droppedSince;
        droppedSince = Long.MAX_VALUE;
        return since == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(since);
    }

    void keep(Row row) {
        pending.add(row);
    }

    /** All pending rows; none are pending afterwards, and nothing else changes. */
    List<Row> takePending() {
        List<Row> taken = new ArrayList<>(pending);
        pending.clear();
        return taken;
    }

    /** Copies of the pending rows behind an index. */
    List<Row> pendingBehind(int index) {
        return new ArrayList<>(pending.subList(index + 1, pending.size()));
    }

    /** Number of pending rows not later than a time. */
    int pendingUpTo(long millis) {
        int low = 0;
        int high = pending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pending.get(middle).millis() <= millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
