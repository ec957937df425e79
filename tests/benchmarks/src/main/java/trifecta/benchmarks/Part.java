package trifecta.benchmarks;

import trifecta.benchmarks.report.Result;

/** Something that is measured on its own. */
public interface Part {
    /** By which it is chosen. */
    String name();

    /** In a line, for {@code --help}. */
    String summary();

    /**
     * Measures. Ends every process that it started and deletes every folder that it made, also when it fails or is
     * interrupted.
     */
    Result run(Settings settings) throws Exception;
}
