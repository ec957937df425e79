package trifecta.cli.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** A plan of faults by seed: each kind at least once, each time on one, two or all lines at the same moment. */
final class RandomFaults {
    /** The lines come back from one before the next one comes, more often than not. */
    private static final int EVERY_MILLIS = 2_500;

    /** Before the first and after the last one: there has to be something whole around a gap. */
    private static final int QUIET_MILLIS = 5_000;

    /** All that are no settings. */
    private static final List<String> KINDS = List.of(
            "cut:how=rst",
            "cut:how=orderly",
            "cut:how=rst,which=all",
            "stall:seconds=2s",
            "hole:count=1",
            "hole:count=4",
            "hole:count=1,channel=trade",
            "drop:count=1",
            "error10:channel=orderbook_delta",
            "error10:channel=trade",
            "error18",
            "error25:count=20,channel=orderbook_delta",
            "error27",
            "restart:channel=orderbook_delta",
            "repeat:count=3",
            "garble:count=1",
            "noise:count=2",
            "hole:count=1,channel=market_lifecycle_v2",
            "drop:count=1,channel=market_lifecycle_v2",
            "order:count=3",
            "stale:count=1",
            "time=ahead:count=2",
            "time=behind:count=2",
            "time=ahead:count=2,offset=30s",
            "time=future:count=1",
            "time=zero:count=1",
            "time=ahead:count=1,channel=trade",
            "time=future:count=1,channel=trade",
            "halfopen",
            "halfopen:which=all",
            "unpinged:seconds=10s,which=all",
            "slow:seconds=1s",
            "revoke:seconds=4s",
            "rest=401:count=2",
            "rest=429:count=3",
            "rest=429:count=1,retry=2s",
            "rest=500:count=2",
            "rest=503:count=7",
            "rest=hang:count=1",
            "rest=truncated:count=1",
            "rest=loop:count=2",
            "rest=cached:seconds=20s");

    private final SplittableRandom random;
    private final int lines;

    RandomFaults(long seed, int lines) {
        this.random = new SplittableRandom(seed);
        this.lines = lines;
    }

    /** As the exchange takes them. */
    String over(int seconds) {
        StringJoiner plan = new StringJoiner(";");
        List<String> kinds = new ArrayList<>();
        for (int at = QUIET_MILLIS; at < seconds * 1_000 - QUIET_MILLIS; at += EVERY_MILLIS) {
            if (kinds.isEmpty()) {
                kinds.addAll(KINDS);
                Collections.shuffle(kinds, new java.util.Random(random.nextLong()));
            }
            String kind = kinds.removeLast();
            add(plan, kind, at + random.nextInt(EVERY_MILLIS / 2));
        }
        return plan.toString();
    }

    /** So many of them, as the exchange takes them, at these milliseconds. */
    String some(int count, IntSupplier millis) {
        List<String> kinds = new ArrayList<>(KINDS);
        Collections.shuffle(kinds, new java.util.Random(random.nextLong()));
        StringJoiner plan = new StringJoiner(";");
        for (String kind : kinds.subList(0, count)) {
            add(plan, kind, millis.getAsInt());
        }
        return plan.toString();
    }

    private void add(StringJoiner plan, String kind, int millis) {
        for (int line : someLines()) {
            plan.add(kind + (kind.contains(":") ? "," : ":") + "line=" + line + ",at=" + millis + "ms");
        }
    }

    private List<Integer> someLines() {
        List<Integer> all =
                new ArrayList<>(IntStream.rangeClosed(1, lines).boxed().toList());
        Collections.shuffle(all, new java.util.Random(random.nextLong()));
        return all.subList(0, random.nextInt(1, lines + 1));
    }
}
