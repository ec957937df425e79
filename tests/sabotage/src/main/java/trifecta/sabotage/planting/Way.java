package trifecta.sabotage.planting;

import java.util.List;

/** How a bug is looked for. */
public sealed interface Way {
    /**
     * By seeded schedules of the core in memory.
     *
     * @param first seed of the first one
     * @param schedules a bug that breaks none of so many is hardly looked for
     */
    record Simulation(long first, long schedules) implements Way {
        /** As most are looked for. */
        static Simulation usual() {
            return new Simulation(1, 60);
        }

        /** What it is about happens in one schedule of some hundred: some around such a one. */
        static Simulation around(long seed) {
            return new Simulation(seed - 5, 15);
        }
    }

    /**
     * By a drill with real processes.
     *
     * @param component whose processes have the bug
     * @param arguments of {@code trifecta drill}
     */
    record Drill(String component, List<String> arguments) implements Way {
        /** A short one without faults: a few hundred events a second for some seconds. */
        static Drill brief(String component) {
            return new Drill(component, List.of("simulated", "--markets=50", "--rate=500", "--seconds=5", "--seed=5"));
        }
    }
}
