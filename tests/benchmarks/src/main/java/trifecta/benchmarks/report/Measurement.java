package trifecta.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param what in a few words
 * @param rounds what each round gave, at least one
 */
public record Measurement(String what, Unit unit, List<Double> rounds, Optional<Target> target) {
    public Measurement {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured: " + what);
        }
        rounds = rounds.stream().sorted().toList();
    }

    /** A figure that was taken once. */
    public static Measurement once(String what, Unit unit, double figure) {
        return new Measurement(what, unit, List.of(figure), Optional.empty());
    }

    /** With what was promised. */
    public Measurement against(Target promised) {
        return new Measurement(what, unit, rounds, Optional.of(promised));
    }

    /** The middle one; the lower of two. */
    public double median() {
        return rounds.get((rounds.size() - 1) / 2);
    }

    boolean reached() {
        return target.isEmpty() || target.get().reachedBy(median());
    }
}
