package trifecta.benchmarks.report;

import java.util.List;

/**
 * What a part found.
 *
 * @param notes sentences that a reader of the figures has to know
 */
public record Result(List<Measurement> measurements, List<String> notes) {
    public Result {
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
    }

    /** Whether everything that was promised was reached. */
    public boolean reached() {
        return measurements.stream().allMatch(Measurement::reached);
    }
}
