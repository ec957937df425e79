package trifecta.cli.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * When connections listened to a market so that nothing of it could escape them, by the record of what was sent to whom: from a
 * snapshot, or from a hole behind which a snapshot came, to the next hole or the end, without the time from the snapshot before
 * to the second one behind a message that it was not sent and could not miss. Times are of the exchange's clock.
 */
final class Listening {
    private record Subscription(int connection, int sid) {}

    private final Map<Subscription, Map<Integer, Long>> open = new HashMap<>();
    /** Markets that wait for a snapshot behind a hole of their subscription. */
    private final Map<Subscription, Map<Integer, Long>> broken = new HashMap<>();

    private final Map<Integer, List<Heard>> whole = new HashMap<>();
    private final Map<Ear, NavigableSet<Long>> snapshots = new HashMap<>();
    private final Map<Ear, List<Interval>> refuted = new HashMap<>();
    private final Map<Ear, List<Long>> misled = new HashMap<>();

    private record Ear(int connection, int market) {}

    private record Heard(int connection, Interval interval) {}

    /** A stretch of time, the end exclusive. */
    record Interval(long fromMicros, long toMicros) {}

    void shown(int connection, int sid, int market, long wallMicros) {
        Subscription subscription = new Subscription(connection, sid);
        Long hole = broken.getOrDefault(subscription, Map.of()).get(market);
        open.computeIfAbsent(subscription, any -> new HashMap<>())
                .putIfAbsent(market, hole == null ? wallMicros : hole + 1);
        broken.getOrDefault(subscription, new HashMap<>()).remove(market);
        snapshots
                .computeIfAbsent(new Ear(connection, market), any -> new TreeSet<>())
                .add(wallMicros);
    }

    /** A change of the book was not sent though its number is not missing: call it when all snapshots are known. */
    void lostUnseen(int connection, int market, long wallMicros) {
        Ear ear = new Ear(connection, market);
        NavigableSet<Long> shown = snapshots.getOrDefault(ear, new TreeSet<>());
        Long before = shown.floor(wallMicros);
        Long showsIt = shown.higher(wallMicros);
        Long after = showsIt == null ? null : shown.higher(showsIt); // one that disagrees is believed with the next one
        refuted.computeIfAbsent(ear, any -> new ArrayList<>())
                .add(new Interval(before == null ? Long.MIN_VALUE : before, after == null ? Long.MAX_VALUE : after));
    }

    /** A snapshot showed an old book: whoever had the right one takes it for wrong, and goes on with the old one. */
    void misled(int connection, int market, long wallMicros) {
        misled.computeIfAbsent(new Ear(connection, market), any -> new ArrayList<>())
                .add(wallMicros);
    }

    void hole(int connection, int sid, long wallMicros) {
        Subscription subscription = new Subscription(connection, sid);
        Map<Integer, Long> waiting = broken.computeIfAbsent(subscription, any -> new HashMap<>());
        waiting.replaceAll((market, since) -> wallMicros);
        for (int market : end(subscription, wallMicros)) {
            waiting.put(market, wallMicros);
        }
    }

    void left(int connection, int sid, int market, long wallMicros) {
        Subscription subscription = new Subscription(connection, sid);
        Long since = open.getOrDefault(subscription, new HashMap<>()).remove(market);
        if (since != null) {
            add(connection, market, since, wallMicros);
        }
    }

    void ended(int connection, int sid, long wallMicros) {
        Subscription subscription = new Subscription(connection, sid);
        end(subscription, wallMicros);
        broken.remove(subscription);
    }

    void closed(int connection, long wallMicros) {
        for (Subscription subscription : List.copyOf(open.keySet())) {
            if (subscription.connection() == connection) {
                end(subscription, wallMicros);
            }
        }
        broken.keySet().removeIf(subscription -> subscription.connection() == connection);
    }

    void finish(long wallMicros) {
        misled.forEach((ear, times) -> times.forEach(shown -> {
            lostUnseen(ear.connection(), ear.market(), shown - 1);
            lostUnseen(ear.connection(), ear.market(), shown + 1);
        }));
        for (Subscription subscription : List.copyOf(open.keySet())) {
            end(subscription, wallMicros);
        }
    }

    /**
     * The times, within bounds, in which at least one connection had all of a market and was farther than so much from its own next
     * hole: apart from one another, in order.
     */
    List<Interval> of(int market, long fromMicros, long toMicros, long besideMicros) {
        return union(whole.getOrDefault(market, List.of()).stream()
                .flatMap(each ->
                        without(
                                each.interval(),
                                union(refuted.getOrDefault(new Ear(each.connection(), market), List.of())))
                                .stream())
                .map(each -> new Interval(
                        Math.max(fromMicros, each.fromMicros()) + besideMicros,
                        Math.min(toMicros, each.toMicros()) - besideMicros))
                .filter(each -> each.fromMicros() < each.toMicros())
                .toList());
    }

    /** What is left of a stretch. */
    private static List<Interval> without(Interval whole, List<Interval> sorted) {
        List<Interval> left = new ArrayList<>();
        long at = whole.fromMicros();
        for (Interval each : sorted) {
            if (each.fromMicros() > at) {
                left.add(new Interval(at, Math.min(each.fromMicros(), whole.toMicros())));
            }
            at = Math.max(at, each.toMicros());
            if (at >= whole.toMicros()) {
                return left;
            }
        }
        left.add(new Interval(at, whole.toMicros()));
        return left;
    }

    static List<Interval> union(List<Interval> some) {
        List<Interval> sorted = new ArrayList<>(some);
        sorted.sort(Comparator.comparingLong(Interval::fromMicros));
        List<Interval> union = new ArrayList<>();
        for (Interval each : sorted) {
            Interval last = union.isEmpty() ? null : union.getLast();
            if (last != null && each.fromMicros() <= last.toMicros()) {
                union.removeLast();
                union.add(new Interval(last.fromMicros(), Math.max(last.toMicros(), each.toMicros())));
            } else {
                union.add(each);
            }
        }
        return union;
    }

    private List<Integer> end(Subscription subscription, long wallMicros) {
        Map<Integer, Long> markets = open.remove(subscription);
        if (markets == null) {
            return List.of();
        }
        markets.forEach((market, since) -> add(subscription.connection(), market, since, wallMicros));
        return new ArrayList<>(new HashSet<>(markets.keySet()));
    }

    private void add(int connection, int market, long fromMicros, long toMicros) {
        if (toMicros > fromMicros) {
            whole.computeIfAbsent(market, any -> new ArrayList<>())
                    .add(new Heard(connection, new Interval(fromMicros, toMicros)));
        }
    }
}
