package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A seeded run of several lines over one truth. */
final class Scenario {
    /** What may happen in a scenario. */
    enum Trouble {
        BREAKS,
        PERMUTATIONS,
        LOSSES,
        LATE_LINE,
        STALE_SNAPSHOTS,
        CLEARED_AT_CLOSE
    }

    private static final int LENGTH = 500;

    final long seed;
    final Truth truth;
    final List<LineScript> lines = new ArrayList<>();
    private final Random random;

    Scenario(long seed, Set<Trouble> troubles) {
        this.seed = seed;
        this.random = new Random(seed);
        this.truth = new Truth(random, LENGTH, troubles.contains(Trouble.CLEARED_AT_CLOSE));
        int count = 2 + random.nextInt(4);
        for (int line = 0; line < count; line++) {
            LineScript script = new LineScript(truth, line, random.nextLong());
            lines.add(script);
            script.permuted = troubles.contains(Trouble.PERMUTATIONS) ? 0.3 : 0;
            if (troubles.contains(Trouble.BREAKS)) {
                cut(script);
            } else {
                script.spans.add(new LineScript.Span(0, truth.size()));
            }
        }
        if (troubles.contains(Trouble.LOSSES)) {
            lose();
        }
        if (troubles.contains(Trouble.LATE_LINE)) {
            long from = truth.beginMillis() + random.nextLong(truth.durationMillis());
            long until = from + random.nextLong(2 * truth.durationMillis());
            any().stalls.add(new LineScript.Stall(from, until));
        }
        if (troubles.contains(Trouble.STALE_SNAPSHOTS)) {
            any().stale = 0.3;
        }
    }

    LineScript any() {
        return lines.get(random.nextInt(lines.size()));
    }

    private void cut(LineScript script) {
        double up = truth.durationMillis() / 3.0;
        double down = truth.durationMillis() / 20.0;
        double at = truth.beginMillis() + (random.nextBoolean() ? 0 : random.nextDouble() * down);
        int from = truth.indexAt((long) at);
        while (from < truth.size()) {
            at += exponential(up);
            int to = Math.min(truth.size(), truth.indexAt((long) at) + random.nextInt(3));
            if (to > from) {
                script.spans.add(new LineScript.Span(from, to));
            }
            at += exponential(down);
            from = Math.max(to, Math.min(truth.size(), truth.indexAt((long) at) + random.nextInt(3)));
        }
    }

    private double exponential(double mean) {
        return -Math.log(1 - random.nextDouble()) * mean;
    }

    private void lose() {
        for (LineScript script : lines) {
            for (int i = random.nextInt(3); i > 0; i--) {
                script.lost.add(random.nextInt(truth.size() - 1));
            }
        }
        if (random.nextInt(3) == 0) {
            int shared = random.nextInt(truth.size() - 1);
            lines.forEach(script -> {
                if (random.nextInt(3) > 0) {
                    script.lost.add(shared);
                }
            });
        }
    }

    /** All events in the order of arrival. */
    List<Seen> events() {
        List<Seen> all = new ArrayList<>();
        lines.forEach(script -> all.addAll(script.events()));
        all.sort(Comparator.comparingDouble(Seen::arrival)); // stable: a line's own order stays
        return all;
    }

    Set<Integer> covered() {
        Set<Integer> covered = new HashSet<>();
        lines.forEach(script -> covered.addAll(script.covered));
        return covered;
    }
}
