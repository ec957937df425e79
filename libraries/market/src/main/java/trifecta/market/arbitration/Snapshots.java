package trifecta.market.arbitration;

import org.jspecify.annotations.Nullable;

/** Rules 3 and 4. A line's own snapshot agrees with its own fold, or not. */
final class Snapshots {
    /** A line that wins may be held again at once by a later run; each time something of the chain is settled. */
    private static final int WINS_MAX = 3;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;

    Snapshots(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    /** The book before the line's place is right; a held line is right against a rival that nothing verified. */
    void agrees(Standing line) {
        if (line.isPlaced()) {
            bench.verify(line.place());
        }
        for (int wins = 0; wins < WINS_MAX && mayWinAtAll(line); wins++) {
            int beginning = bench.beginning(line);
            int end = chain.runEnd(beginning);
            if (beginning >= chain.size() || !bench.isReplaceable(end) || !mayWin(line, beginning, end)) {
                return;
            }
            if (chain.anyVerified(beginning, end)) {
                line.die();
                if (line.isPlaced()) {
                    bench.count(Counter.CONTRADICTIONS);
                }
                return;
            }
            rules.win().takeOver(line);
            if (line.isPlaced()) {
                bench.verify(line.place());
            }
        }
    }

    private static boolean mayWinAtAll(Standing line) {
        return line.hasPending() && !line.isDead() && line.isAnchored() && !line.isUnstamped();
    }

    private boolean mayWin(Standing line, int beginning, int end) {
        return bench.isForked(line, beginning)
                || (!bench.isFollowed(line, beginning, end)
                        && line.lastPending().millis() > line.firstPending().millis());
    }

    /** The line's fold was wrong: what it wrote is in doubt back to the run's last verified row. */
    void disagrees(Standing line) {
        if (line.isPlaced() && !(line.hasPending() && (line.isUnstamped() || bench.isForked(line, line.place())))) {
            int place = line.place();
            int doubtful = chain.unverifiedFrom(place);
            line.up(false);
            line.stray();
            bench.count(Counter.REFUTED);
            Standing heir = heir(line, doubtful, place);
            if (heir != null) {
                rules.win().takeOver(heir);
            } else {
                chain.disputeUnverifiedBefore(place);
                if (place > 0 && chain.isRunEnd(place)) {
                    chain.ended(place - 1, true);
                }
            }
        }
        if (line.isUnstamped()) {
            rules.unstamped().drop(line);
        } else {
            rules.spanEnd().markDropped(line);
        }
        line.up(false);
        line.stray();
        rules.pendingRows().settleAll();
    }

    /** Of the lines that contradict the refuted rows the one that has shown most. */
    private @Nullable Standing heir(Standing refuted, int from, int to) {
        Standing best = null;
        for (Standing other : bench.lines()) {
            if (other != refuted && other.isUp() && mayWinAtAll(other)) {
                int beginning = bench.beginning(other);
                if (from <= beginning
                        && beginning < to
                        && bench.isForked(other, beginning)
                        && bench.isReplaceable(chain.runEnd(beginning))
                        && (best == null || other.pendingSize() >= best.pendingSize())) {
                    best = other;
                }
            }
        }
        return best;
    }
}
