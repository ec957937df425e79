package trifecta.market.arbitration;

import java.util.List;
import java.util.Optional;

/** A line with times joins where the chain's last rows have none: only content tells what both have. */
final class UnstampedTail {
    /** A line that finds itself nowhere in so many rows opens a run of its own. */
    private static final int ROWS_TO_GIVE_UP = 4 * ContentMatch.ROWS_TO_AGREE;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;
    private final ContentMatch match;

    UnstampedTail(Bench bench, Rules rules, ContentMatch match) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
        this.match = match;
    }

    /**
     * A line with times joins where a line without them writes: only content tells what both have.
     *
     * @return false when the line may open a run
     */
    boolean joins(Standing stamped) {
        int beginning = bench.beginning(stamped);
        int from = tail(beginning);
        if (from == beginning) {
            return false;
        }
        Optional<ContentMatch.Place> place;
        if (rules.unstamped().othersWrite(stamped)) {
            boolean wait = stamped.pendingSize() < ROWS_TO_GIVE_UP;
            if (!Unstamped.isTimeToLook(stamped)) {
                return wait;
            }
            place = match.certain(stamped.pending());
            if (place.isEmpty()) {
                return wait;
            }
        } else {
            place = match.likely(stamped.pending(), from, stamped.baseHash());
        }
        place.ifPresent(found -> placeStamped(stamped, found));
        return place.isPresent();
    }

    /** The chain has the rows that a joining line brought with broken stamps: it stands behind them. */
    boolean findsItself(Standing joining) {
        Optional<ContentMatch.Place> place = match.likely(joining.pending(), 0, joining.baseHash());
        place.ifPresent(found -> placeStamped(joining, found));
        return place.isPresent();
    }

    /**
     * The span of a line with times ends while it looks for its place among rows without. Where nothing of it is among them, it
     * becomes a run of its own, behind them or in the gap in which it was received; else the place is in doubt.
     */
    void ends(Standing stamped) {
        int beginning = bench.beginning(stamped);
        int from = tail(beginning);
        if (from == beginning) {
            return;
        }
        Optional<ContentMatch.Place> place =
                match.certain(stamped.pending()).or(() -> match.likely(stamped.pending(), from, stamped.baseHash()));
        if (place.isPresent()) {
            placeStamped(stamped, place.get());
        } else if (chain.rows(from, beginning).stream()
                .anyMatch(row -> stamped.pending().stream().anyMatch(row::sameStep))) {
            chain.dispute(from, beginning);
        } else if (stamped.hasBase()) {
            int gap = rules.gaps().gapOf(stamped.pending());
            if (gap < chain.size() || beginning == gap) {
                List<Row> rest = stamped.takePending();
                bench.insertRun(gap, rest.removeFirst(), stamped.baseHash());
                stamped.align(gap + 1);
                rules.nextRow().acceptAll(stamped, rest);
            }
        }
    }

    /** The rows before those that a joining line has too have no times: times say nothing of what both have. */
    boolean isIn(Standing stamped) {
        int beginning = bench.beginning(stamped);
        return tail(beginning) < beginning;
    }

    /**
     * Where the rows without times begin that end at a position. The exchange stamps no replaced book: one that stands behind a change in
     * its run has that one's time.
     */
    int tail(int end) {
        int from = end;
        int tail = end;
        while (from > 0 && !Unstamped.hasTime(chain.row(from - 1))) {
            from--;
            if (!chain.row(from).replacesBook() || chain.opensRun(from)) {
                tail = from;
            }
        }
        return tail;
    }

    private void placeStamped(Standing stamped, ContentMatch.Place place) {
        rules.unstamped().settleAt(stamped, place);
        rules.nextRow().acceptAll(stamped, stamped.takePending());
    }
}
