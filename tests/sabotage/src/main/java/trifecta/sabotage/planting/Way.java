package trifecta.sabotage.planting;

import java.util.List;

/** How a bug is looked for. */
public sealed interface Way {
    /** By seeded schedules of the core in memory. */
    record Simulation() implements Way {}

    /**
     * By a drill with real processes.
     *
     * @param component whose processes have the bug
     * @param arguments of {@code trifecta drill}
     */
    record Drill(String component, List<String> arguments) implements Way {
        /** A short one without faults: a few hundred events a second for some seconds. */
        static Drill brief(String component) {
            return new Drill(component, List.of("simulated", "--markets=50", "--rate=500", "--seconds=10", "--seed=5"));
        }
    }
}
