package trifecta.market.arbitration;

import java.util.List;
import java.util.Optional;

/**
 * Finds by content and book hash where a line's rows lie in the chain. Where these leave a choice the times of receipt decide: lines
 * receive a row within tens of milliseconds, or seconds apart when one stalls.
 */
final class ContentMatch {
    /** Rows that have to agree at one place: content recurs, 64 rows of it do not. */
    static final int ROWS_TO_AGREE = 64;
    /** Blocks of rows begin at multiples of this: some are behind what the chain lacks. */
    static final int STRIDE = 16;
    /** How many rows at a line's start the chain may lack. */
    private static final int LACKED_MAX = 64;
    /** Rows that have to agree behind such. */
    private static final int FEW = 4;

    /** Rows that have to agree when they are the whole of the chain, from its first run's head: nothing before it can be meant. */
    private static final int ROWS_FROM_HEAD = 8;

    /**
     * Where both agree.
     *
     * @param at position in the chain
     * @param index of the line's row that is the one at this position
     */
    record Place(int at, int index) {}

    private final Chain chain;

    ContentMatch(Chain chain) {
        this.chain = chain;
    }

    /** The only place where a block of 64 rows agrees. */
    Optional<Place> certain(List<Row> rows) {
        for (int index = 0; index + ROWS_TO_AGREE <= rows.size(); index += STRIDE) {
            int found = -1;
            int places = 0;
            for (int at = 0; at + ROWS_TO_AGREE <= chain.size(); at++) {
                if (equal(rows, index, at) >= ROWS_TO_AGREE) {
                    found = at;
                    places++;
                }
            }
            if (places == 1) {
                return Optional.of(earliest(rows, new Place(found, index)));
            }
        }
        return Optional.empty();
    }

    /**
     * The only place among the rows from which on they are the chain, from its first row to where one of both ends. A line that
     * began before all others finds itself so in a quiet market too.
     *
     * @param base hash of the book under the first of the rows
     */
    Optional<Place> fromFirstRow(List<Row> rows, long base) {
        if (chain.size() == 0 || chain.floor().evicted() || !chain.opensRun(0)) {
            return Optional.empty();
        }
        long under = chain.row(0).baseHash();
        int found = -1;
        for (int index = 0; index < rows.size(); index++) {
            if (under == (index == 0 ? base : rows.get(index - 1).hash())) {
                int equal = equal(rows, index, 0);
                boolean whole = index + equal == rows.size() || equal == chain.size();
                if (whole && equal > 0) {
                    if (found >= 0) {
                        return Optional.empty();
                    }
                    found = equal >= ROWS_FROM_HEAD ? index : rows.size();
                }
            }
        }
        return found < 0 || found == rows.size() ? Optional.empty() : Optional.of(new Place(0, found));
    }

    /**
     * The place where the rows agree as far as both go: where most of them do, of such places the one received nearest
     * in time. A few at the start may be the line's alone.
     *
     * @param base hash of the book under the first of the rows
     */
    Optional<Place> likely(List<Row> rows, int from, long base) {
        int last = Math.min(rows.size() - 1, LACKED_MAX);
        for (int index = 0; index <= last; index++) {
            int found = -1;
            int most = 0;
            for (int at = chain.size() - 1; at >= from; at--) {
                int equal = equal(rows, index, at);
                boolean whole = index + equal == rows.size() || at + equal == chain.size();
                boolean fewSuffice = index == 0 ? isOn(base, at) : leadsTo(rows.get(index - 1), at);
                if (whole
                        && equal >= (fewSuffice ? 1 : FEW)
                        && (equal > most || (equal == most && isNearer(rows.get(index), at, found)))) {
                    found = at;
                    most = equal;
                }
            }
            if (found >= 0) {
                return Optional.of(new Place(found, index));
            }
        }
        return Optional.empty();
    }

    /**
     * The place where most rows agree among those received at about the same time, of such the nearest.
     *
     * @param enough rows that have to agree
     */
    Optional<Place> near(List<Row> rows, int enough, long withinMicros) {
        int most = enough - 1;
        int found = -1;
        int foundIndex = -1;
        for (int index = 0; index + enough <= rows.size() && index <= LACKED_MAX; index++) {
            Row row = rows.get(index);
            for (int at = chain.size() - enough; at >= 0; at--) {
                if (chain.row(at).hash() == row.hash() && Receipt.distance(row, chain.row(at)) <= withinMicros) {
                    int equal = equal(rows, index, at);
                    if (equal > most
                            || (equal == most && found >= 0 && index == foundIndex && isNearer(row, at, found))) {
                        most = equal;
                        found = at;
                        foundIndex = index;
                    }
                }
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(new Place(found, foundIndex));
    }

    /** Whether a row was received nearer to the one at a position than to the one at another. */
    boolean isNearer(Row row, int at, int other) {
        return Receipt.distance(row, chain.row(at)) < Receipt.distance(row, chain.row(other));
    }

    /** What a change leaves tells on which book it was made; a replacement is the same everywhere, and has to be on the same book. */
    private boolean isOn(long base, int at) {
        Row row = chain.row(at);
        return !row.replacesBook()
                || base
                        == (chain.opensRun(at) || at == 0
                                ? row.baseHash()
                                : chain.row(at - 1).hash());
    }

    /** A run that begins with a replacement, which is the same everywhere, begins on the very book that the row leaves. */
    private boolean leadsTo(Row row, int at) {
        Row head = chain.row(at);
        return chain.opensRun(at) && head.replacesBook() && head.baseHash() == row.hash();
    }

    private Place earliest(List<Row> rows, Place place) {
        int at = place.at();
        int index = place.index();
        while (at > 0 && index > 0 && chain.row(at - 1).sameContent(rows.get(index - 1))) {
            at--;
            index--;
        }
        return new Place(at, index);
    }

    /**
     * How many of the rows the chain has before a position, up to that position: as many as to the row that is the last one there, in front of
     * which most agree. 0 when none is.
     */
    int sharedBefore(List<Row> rows, int position) {
        int most = 0;
        int shared = 0;
        for (int index = rows.size() - 1; index >= 0; index--) {
            int equal = 0;
            while (equal <= index
                    && equal < position
                    && chain.row(position - 1 - equal).sameContent(rows.get(index - equal))
                    && Receipt.mayBeSame(chain.row(position - 1 - equal), rows.get(index - equal))) {
                equal++;
            }
            boolean sameTime = equal > 0 && isSameTime(rows.get(index), chain.row(position - 1), equal);
            if (equal > most && sameTime && (equal > index || equal >= FEW)) {
                most = equal;
                shared = index + 1;
            }
        }
        return shared;
    }

    /** Few rows are soon made again, so that the time has to be nearer. */
    private static boolean isSameTime(Row row, Row other, int equal) {
        return equal >= FEW ? Receipt.isOneRow(row, other) : Receipt.isOneMoment(row, other);
    }

    /** How many rows agree behind a row and a position. */
    int equalBehind(List<Row> rows, int index, int at) {
        return equal(rows, index + 1, at + 1);
    }

    private int equal(List<Row> rows, int index, int at) {
        int equal = 0;
        while (index + equal < rows.size()
                && at + equal < chain.size()
                && chain.row(at + equal).sameContent(rows.get(index + equal))
                && Receipt.mayBeSame(chain.row(at + equal), rows.get(index + equal))
                && (equal == 0 || !chain.opensRun(at + equal) || crosses(rows, index + equal, at + equal))) {
            equal++;
        }
        return equal;
    }

    /**
     * Whether a line's rows that are equal on both sides of a gap cross it: what the chain lacks there may be the same as what it has before.
     * Then the line received the row before the gap much later than the chain has it, and not since it stalled.
     */
    private boolean crosses(List<Row> rows, int index, int head) {
        Row own = rows.get(index - 1);
        Row before = chain.row(head - 1);
        return Receipt.isOneMoment(own, before)
                || Receipt.isOneMoment(own, rows.get(index))
                || Receipt.isOneMoment(before, chain.row(head));
    }
}
