package trifecta.cli.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import trifecta.cli.up.StackSettings;

/**
 * What goes wrong in one run, by its seed: at least one trouble of each family and faults of the exchange, anywhere but in the quiet
 * quarter and at the end.
 *
 * @param troubles in the order of their times
 * @param exchange the exchange's own faults, as it takes them
 */
record ChaosPlan(List<Trouble> troubles, String exchange) {
    private static final int TROUBLES_LEAST = 4;
    private static final int TROUBLES_MOST = 8;
    private static final int EXCHANGE_FAULTS = 3;

    /** Something has to be whole before and after. */
    private static final int EDGE_SECONDS = 4;

    private static final int LASTS_MILLIS_LEAST = 1_000;
    private static final int LASTS_MILLIS_MOST = 8_000;

    /** The plan of a seed. */
    static ChaosPlan of(long seed, int seconds, List<String> ways) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trouble.Kind> kinds = new ArrayList<>();
        List<Trouble.Family> families = List.of(Trouble.Family.values());
        for (Trouble.Family family : families) {
            kinds.add(any(random, family));
        }
        int count = random.nextInt(TROUBLES_LEAST, TROUBLES_MOST + 1);
        while (kinds.size() < count) {
            kinds.add(any(random, families.get(random.nextInt(families.size()))));
        }
        Collections.shuffle(kinds, new Random(random.nextLong()));
        int quiet = random.nextInt(1, 4); // the quarter in which nothing begins
        List<Trouble> troubles = new ArrayList<>();
        for (Trouble.Kind kind : kinds) {
            troubles.add(new Trouble(
                    kind,
                    Duration.ofMillis(millis(random, seconds, quiet)),
                    random.nextInt(1, StackSettings.LINES + 1),
                    ways.get(random.nextInt(ways.size())),
                    lasts(kind, random)));
        }
        Collections.sort(troubles);
        RandomFaults faults = new RandomFaults(random.nextLong(), StackSettings.LINES);
        return new ChaosPlan(List.copyOf(troubles), faults.some(EXCHANGE_FAULTS, () -> millis(random, seconds, quiet)));
    }

    private static Trouble.Kind any(SplittableRandom random, Trouble.Family family) {
        List<Trouble.Kind> all = Arrays.stream(Trouble.Kind.values())
                .filter(kind -> kind.family() == family)
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    private static int millis(SplittableRandom random, int seconds, int quiet) {
        int quarter = seconds * 1_000 / 4;
        int at;
        do {
            at = random.nextInt(EDGE_SECONDS * 1_000, (seconds - EDGE_SECONDS) * 1_000);
        } while (at / quarter == quiet);
        return at;
    }

    private static Duration lasts(Trouble.Kind kind, SplittableRandom random) {
        Duration some = Duration.ofMillis(random.nextInt(LASTS_MILLIS_LEAST, LASTS_MILLIS_MOST));
        return switch (kind) {
            case GATHERER_PAUSED,
                    LEADER_PAUSED,
                    STALL,
                    HALF_OPEN,
                    LATE,
                    SLICED,
                    CUT_AFTER,
                    PRODUCTION_WITHOUT_SLOTS,
                    LINE_DATABASE_REWOUND -> some;
            default -> Duration.ZERO;
        };
    }
}
