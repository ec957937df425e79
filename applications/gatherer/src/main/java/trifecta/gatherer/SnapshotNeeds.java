package trifecta.gatherer;

import java.time.Duration;
import java.util.ArrayDeque;
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
    /** The exchange sends the first snapshots by itself; when none has come for this long the rest is asked for. */
    private static final Duration FIRST_SNAPSHOT_MAX = Duration.ofSeconds(10);

    /** Between two verifications of one subscription; what is due by then is asked for together. */
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Duration verifyWithin;
    private final VerificationRate rate;
    private final Set<String> lacking = new LinkedHashSet<>();
    private final Set<String> requested = new LinkedHashSet<>();
    private final ArrayDeque<String> unverified = new ArrayDeque<>();
    /** Whether all that lack a base will come by themselves. */
    private boolean expecting;

    private long askNanos;
    private long verifyNanos;

    /**
     * @param verifyWithin how long one round of verification takes at least; zero: there is none
     * @param rate of the whole line, whose rounds take longer where it has too many markets
     */
    SnapshotNeeds(Duration verifyWithin, VerificationRate rate) {
        this.verifyWithin = verifyWithin;
        this.rate = rate;
    }

    /** Markets that the exchange will send a first snapshot for. */
    void subscribed(Collection<String> markets, long nowNanos) {
        if (lacking.isEmpty()) {
            expecting = true;
        }
        if (expecting) {
            askNanos = nowNanos + FIRST_SNAPSHOT_MAX.toNanos();
        }
        lacking.addAll(markets);
        verifyNanos = nowNanos + ROUND.toNanos();
    }

    /** Markets whose books are uncertain from now on. */
    void uncertain(Collection<String> markets, long nowNanos) {
        lacking.addAll(markets);
        expecting = false;
        askNanos = nowNanos;
    }

    void requested(String market) {
        requested.add(market);
    }

    void arrived(String market, long nowNanos) {
        if (lacking.remove(market) && expecting) {
            askNanos = nowNanos + FIRST_SNAPSHOT_MAX.toNanos();
        }
        requested.remove(market);
    }

    /** These markets are no longer on the subscription. */
    void gone(Collection<String> markets) {
        markets.forEach(lacking::remove);
        markets.forEach(requested::remove);
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

    boolean lacks(String market) {
        return lacking.contains(market);
    }

    /** Whether nothing is needed but verification. */
    boolean isQuiet() {
        return lacking.isEmpty() && requested.isEmpty();
    }

    /** The markets to ask for now, at most {@code most}; they stay needed until their snapshots arrive. */
    List<String> due(long nowNanos, int most, Membership membership) {
        if (!lacking.isEmpty() && nowNanos - askNanos >= 0) {
            expecting = false;
            return first(lacking, most);
        }
        if (!requested.isEmpty()) {
            return first(requested, most);
        }
        int acknowledged = membership.acknowledged();
        if (acknowledged == 0 || verifyWithin.isZero() || nowNanos - verifyNanos < 0) {
            return List.of();
        }
        if (unverified.isEmpty()) {
            unverified.addAll(membership.allAcknowledged());
        }
        double share = Math.ceil((double) acknowledged * roundNanos() / verifyWithin.toNanos());
        List<String> next = unverified(Math.clamp((long) share, 1, most), membership);
        verifyNanos = rate.reserve(next.size(), nowNanos + roundNanos(), nowNanos);
        return next;
    }

    private long roundNanos() {
        return Math.min(ROUND.toNanos(), verifyWithin.toNanos());
    }

    private List<String> unverified(int most, Membership membership) {
        List<String> next = new ArrayList<>(most);
        while (next.size() < most && !unverified.isEmpty()) {
            String market = unverified.remove();
            if (membership.isAcknowledged(market)) {
                next.add(market);
            }
        }
        return next;
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
