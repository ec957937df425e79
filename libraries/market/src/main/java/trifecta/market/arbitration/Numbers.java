package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives rows their seq, spaced so that late rows and decided forks find room without renumbering. Numbers of voided rows are
 * never given again: they stay in the store.
 */
final class Numbers {
    /** Between a row and the next of its run: as many rows can later be put between. */
    static final long STEP = 1L << 20;
    /** Between runs: a million rows and more can be put into the hole, and 2^22 holes into a market. */
    static final long HOLE = 1L << 40;
    /** Where a market begins: a thousand holes for runs that turn out to be earlier before numbers go negative. */
    static final long FIRST = 1L << 50;
    /** An earlier run that grows takes this part of the room left, so that the room never ends abruptly. */
    private static final long ROOM_PARTS = 1L << 16;
    /** Voided numbers this far apart leave a stretch between them that is kept for use. */
    private static final long USABLE_HOLE = 1L << 30;

    /** Stretches of voided numbers that are told apart; a market has a few forks a day. */
    private static final int VOIDED_MAX = 128;

    /** Stretches of voided numbers, in order, disjoint. */
    private final List<SeqRange> voided = new ArrayList<>(0);
    /** The highest number ever given. */
    private long highest = Long.MIN_VALUE;

    long highest() {
        return highest;
    }

    List<SeqRange> voided() {
        return voided;
    }

    void restore(long highestGiven, List<SeqRange> voidedRanges) {
        highest = highestGiven;
        voided.addAll(voidedRanges);
    }

    /** A row at the end of the chain. */
    long append(boolean opensRun) {
        highest = highest == Long.MIN_VALUE ? FIRST : Math.addExact(highest, opensRun ? HOLE : STEP);
        return highest;
    }

    /** A row before all others. */
    long before(long first, boolean opensRun) {
        return room(Math.subtractExact(first, 2 * HOLE), first, 1).place(opensRun);
    }

    /** One row between two others: in the middle when it opens a run, else close behind the row before. */
    long between(long before, long after, boolean opensRun) {
        return room(before, after, 1).place(opensRun);
    }

    /** Several rows between two others, spread evenly. */
    long[] spread(long before, long after, int count) {
        Room room = room(before, after, count);
        long step = Math.min(STEP, room.size() / (count + 1) + (room.size() % (count + 1) == count ? 1 : 0));
        step = Math.max(1, step);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = room.from + (i + 1) * step;
        }
        highest = Math.max(highest, count == 0 ? highest : numbers[count - 1]);
        return numbers;
    }

    /** Rows of the chain, in order, were voided. A hole among them stays usable. */
    void voided(List<Row> rows) {
        int first = 0;
        for (int i = 1; i <= rows.size(); i++) {
            if (i == rows.size() || rows.get(i).seq() - rows.get(i - 1).seq() > USABLE_HOLE) {
                voided(rows.get(first).seq(), rows.get(i - 1).seq());
                first = i;
            }
        }
    }

    private void voided(long from, long to) {
        int at = 0;
        while (at < voided.size() && voided.get(at).toSeq() < from) {
            at++;
        }
        long first = from;
        long last = to;
        while (at < voided.size() && voided.get(at).fromSeq() <= to) {
            SeqRange met = voided.remove(at);
            first = Math.min(first, met.fromSeq());
            last = Math.max(last, met.toSeq());
        }
        voided.add(at, new SeqRange(first, last));
        if (voided.size() > VOIDED_MAX) {
            joinClosest();
        }
    }

    /** Gives up the smallest room between two voided stretches: the list stays short, and no number is given again. */
    private void joinClosest() {
        int closest = 1;
        for (int i = 2; i < voided.size(); i++) {
            if (roomBefore(i) < roomBefore(closest)) {
                closest = i;
            }
        }
        SeqRange later = voided.remove(closest);
        voided.set(closest - 1, new SeqRange(voided.get(closest - 1).fromSeq(), later.toSeq()));
    }

    private long roomBefore(int index) {
        return voided.get(index).fromSeq() - voided.get(index - 1).toSeq();
    }

    /** The widest stretch of numbers strictly between two that holds no voided one. */
    private Room room(long before, long after, int rows) {
        Room widest = new Room(before, before + 1);
        long from = before;
        for (SeqRange range : voided) {
            if (range.toSeq() > before && range.fromSeq() < after) {
                widest = widest.wider(new Room(from, range.fromSeq()));
                from = Math.max(from, range.toSeq());
            }
        }
        widest = widest.wider(new Room(from, after));
        if (widest.size() < rows) {
            throw new NumbersExhaustedException(before, after, rows);
        }
        return widest;
    }

    /** Numbers strictly between two. */
    private record Room(long from, long to) {
        long size() {
            return Math.max(0, to - from - 1);
        }

        Room wider(Room other) {
            return other.size() > size() ? other : this;
        }

        long place(boolean opensRun) {
            long step = opensRun ? (size() + 1) / 2 : Math.clamp(size() / ROOM_PARTS, 1, STEP);
            return from + step;
        }
    }
}
