package trifecta.market.arbitration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.market.Times;

/**
 * All faults at once on three lines, one of which may stamp unlike the others: connections are torn, messages missing in the sequence
 * or dropped in silence, a line stalls, and now and then no line is up. A snapshot that the arbiter asks for is sent.
 */
final class Storm {
    private static final int LENGTH = 400;
    /** Lines' clocks are known from other markets. */
    private static final long OTHER_MARKET = 99;

    private static final int PAIRS = 400;
    /** A line without comparable times is merged behind those with times. */
    private static final double FOLLOWING_MILLIS = 500;

    /** An event that is given to the arbiter at a time. */
    private record Due(double at, Seen seen, Origin origin, BookChange change) {}

    final Truth truth;
    final List<StormLine> lines = new ArrayList<>();
    private final List<Deque<Due>> queues = new ArrayList<>();
    private final Random random;
    private final double duration;
    private final LineClocks clocks;
    private final StoredChain store = new StoredChain();

    Storm(long seed, StormLine.Stamps odd) {
        random = new Random(seed);
        truth = new Truth(StormTruth.changes(random, LENGTH));
        duration = truth.durationMillis();
        int oddLine = random.nextInt(3);
        for (int line = 0; line < 3; line++) {
            lines.add(new StormLine(truth, line, line == oddLine ? odd : StormLine.Stamps.EXACT, random.nextLong()));
            queues.add(new ArrayDeque<>());
        }
        clocks = new LineClocks(lines.size());
        learnClocks(oddLine);
        for (double at = 0; at < duration; at += 6_000) {
            lines.get(0).lost.add(truth.indexAt(truth.beginMillis() + (long) (at + spread())));
            lines.get(2).holes.add(truth.indexAt(truth.beginMillis() + (long) (at + spread())));
        }
        for (double at = 0; at < duration; at += 10_000) {
            double from = at + spread();
            lines.get(0).stalls.add(new StormLine.Stall(from, from + 3_000));
        }
        for (double at = 0; at < duration; at += 8_000) {
            lines.get(1).cuts.add(at + spread());
        }
        for (double at = 0; at < duration; at += 15_000) {
            lines.get(1).cuts.add(at + spread());
            double all = at + spread();
            lines.forEach(line -> line.cuts.add(all + 200 * random.nextDouble()));
        }
    }

    private void learnClocks(int oddLine) {
        for (int i = 0; i < PAIRS; i++) {
            long micros = truth.change(0).exchangeMicros() - 10_000L * (PAIRS - i) + random.nextInt(1000);
            BookChange change = new BookChange(micros, Side.YES, 500_000, 100, 100, random.nextLong());
            for (int next = 1; next <= lines.size(); next++) { // the first one seen is the reference
                StormLine line = lines.get((oddLine + next) % lines.size());
                clocks.observe(line.line(), OTHER_MARKET, line.stamped(change));
            }
        }
    }

    private double spread() {
        return 6_000 * random.nextDouble();
    }

    StoredChain merge() {
        Arbiter arbiter = new Arbiter(lines.size(), Limits.standard(), new Statistics());
        arbiter.tolerance(clocks.toleranceMillis());
        while (true) {
            StormLine first = earliestLine();
            Due due = earliestDue();
            if (due == null && first == null) {
                return store;
            }
            if (due != null && (first == null || due.at() <= first.nextAt())) {
                queues.get(due.seen().line()).remove();
                give(arbiter, due);
                Changes changes = arbiter.drain();
                store.apply(changes);
                if (changes.snapshotWanted()) {
                    lines.forEach(line -> line.askForSnapshot(due.at()));
                }
            } else if (first != null) {
                first.next().forEach(this::queue);
            }
        }
    }

    private @Nullable StormLine earliestLine() {
        StormLine first = null;
        for (StormLine line : lines) {
            if (line.hasNext() && (first == null || line.nextAt() < first.nextAt())) {
                first = line;
            }
        }
        return first;
    }

    private @Nullable Due earliestDue() {
        Due first = null;
        for (Deque<Due> queue : queues) {
            if (!queue.isEmpty() && (first == null || queue.element().at() < first.at())) {
                first = queue.element();
            }
        }
        return first;
    }

    private void queue(Seen seen) {
        StormLine line = lines.get(seen.line());
        Deque<Due> queue = queues.get(seen.line());
        double batched = seen.arrival() + 60 * random.nextDouble();
        if (!clocks.isComparable(seen.line())) {
            batched += FOLLOWING_MILLIS + 500 * random.nextDouble();
        }
        double at =
                queue.isEmpty() ? batched : Math.max(batched, queue.getLast().at());
        long received = truth.beginMillis() * 1000 + (long) (seen.arrival() * 1000);
        BookChange change = seen.change();
        long stamp = Times.ABSENT;
        if (seen.kind() == Seen.Kind.DELTA) {
            BookChange stamped = line.stamped(change);
            stamp = stamped.exchangeMicros();
            change = clocks.correct(seen.line(), stamped);
        }
        queue.add(new Due(at, seen, new Origin(seen.line(), 1, seen.truth(), received, stamp), change));
    }

    private void give(Arbiter arbiter, Due due) {
        Seen seen = due.seen();
        switch (seen.kind()) {
            case START -> arbiter.start(seen.line(), due.change().bookHash());
            case DELTA -> arbiter.delta(seen.line(), due.change(), due.origin());
            case REPLACE -> throw new IllegalStateException("no storm replaces a book");
            case SNAPSHOT -> arbiter.snapshot(seen.line(), seen.agrees());
            case END -> arbiter.end(seen.line());
        }
    }

    Set<Integer> covered() {
        Set<Integer> covered = new HashSet<>();
        lines.forEach(line -> covered.addAll(line.covered));
        return covered;
    }
}
