package trifecta.gatherer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which markets of one subscription need a snapshot: those without a base since the last hole, those that somebody asked for, and
 * all in turn for verification, which also proves that the subscription is alive. Single-threaded; times are monotonic nanoseconds.
 */
final class SnapshotNeeds {
    /** The exchange sends the first snapshots by itself; what has not come after this long is asked for. */
    private static final Duration FIRST_SNAPSHOT_MAX = Duration.ofSeconds(10);

    /** Between two verifications of one subscription; what is due by then is asked for together. */
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Duration verifyWithin;
    private final Set<String> lacking = new LinkedHashSet<>();
    private final Set<String> requested = new LinkedHashSet<>();
    private final Set<String> unverified = new LinkedHashSet<>();
    private long askNanos;
    private long verifyNanos;

    SnapshotNeeds(Duration verifyWithin) {
        this.verifyWithin = verifyWithin;
    }

    /** Markets that the exchange will send a first snapshot for. */
    void subscribed(Collection<String> markets, long nowNanos) {
        if (lacking.isEmpty()) {
            askNanos = nowNanos + FIRST_SNAPSHOT_MAX.toNanos();
        }
        lacking.addAll(markets);
        verifyNanos = nowNanos + ROUND.toNanos();
    }

    /** Markets whose books are uncertain from now on. */
    void uncertain(Collection<String> markets, long nowNanos) {
        lacking.addAll(markets);
        askNanos = nowNanos;
    }

    void requested(String market) {
        requested.add(market);
    }

    void arrived(String market) {
        lacking.remove(market);
        requested.remove(market);
        unverified.remove(market);
    }

    /** These markets are no longer on the subscription. */
    void gone(Collection<String> markets) {
        markets.forEach(this::arrived);
    }

    void clear() {
        lacking.clear();
        requested.clear();
        unverified.clear();
    }

    /** How many markets have no base. */
    int lacking() {
        return lacking.size();
    }

    /** The markets to ask for now, at most {@code most}; they stay needed until their snapshots arrive. */
    List<String> due(long nowNanos, int most, Set<String> acknowledged) {
        if (!lacking.isEmpty() && nowNanos - askNanos >= 0) {
            return first(lacking, most);
        }
        if (!requested.isEmpty()) {
            return first(requested, most);
        }
        if (acknowledged.isEmpty() || verifyWithin.isZero() || nowNanos - verifyNanos < 0) {
            return List.of();
        }
        verifyNanos = nowNanos + roundNanos();
        if (unverified.isEmpty()) {
            unverified.addAll(acknowledged);
        }
        long share = (long) Math.ceil((double) acknowledged.size() * roundNanos() / verifyWithin.toNanos());
        List<String> next = first(unverified, (int) Math.min(most, Math.max(1, share)));
        next.forEach(unverified::remove);
        return next;
    }

    private long roundNanos() {
        return Math.min(ROUND.toNanos(), verifyWithin.toNanos());
    }

    private static List<String> first(Set<String> markets, int most) {
        List<String> first = new ArrayList<>(Math.min(most, markets.size()));
        for (String market : markets) {
            if (first.size() == most) {
                break;
            }
            first.add(market);
        }
        return first;
    }
}
