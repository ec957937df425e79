package trifecta.gatherer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the market that makes the exchange refuse a command, by its name in the error or by halving, and leaves it out for a while.
 * Single-threaded; times are monotonic nanoseconds.
 */
final class Refusals {
    /** A market that the exchange refused is tried again after this long. */
    private static final Duration REFUSAL = Duration.ofSeconds(60);

    private final int chunkMax;
    private final Map<String, Long> untilNanos = new HashMap<>();
    private int chunk;

    /** @param chunkMax markets that one command names at most */
    Refusals(int chunkMax) {
        this.chunkMax = chunkMax;
        this.chunk = chunkMax;
    }

    /** How many markets the next command may name. */
    int chunk() {
        return chunk;
    }

    /** Whether the exchange refused this market not long ago. */
    boolean isRefused(String market, long nowNanos) {
        if (untilNanos.isEmpty()) {
            return false;
        }
        untilNanos.values().removeIf(until -> nowNanos - until >= 0);
        return untilNanos.containsKey(market);
    }

    /** Some of these markets, in their order, without those that were refused. */
    List<String> some(SortedSet<String> markets, int most, long nowNanos) {
        List<String> some = new ArrayList<>(Math.min(most, markets.size()));
        for (String market : markets) {
            if (some.size() == most) {
                break;
            }
            if (!isRefused(market, nowNanos)) {
                some.add(market);
            }
        }
        return some;
    }

    /**
     * A command with these markets was refused.
     *
     * @param named the market that the error names
     * @return the one that is left out from now on, if it is known already
     */
    Optional<String> blame(@Nullable String named, List<String> markets, long nowNanos) {
        String guilty = named != null ? named : markets.size() == 1 ? markets.getFirst() : null;
        if (guilty == null) {
            chunk = Math.max(1, Math.min(chunk, markets.size()) / 2);
            return Optional.empty();
        }
        untilNanos.put(guilty, nowNanos + REFUSAL.toNanos());
        return Optional.of(guilty);
    }

    void succeeded() {
        chunk = Math.min(chunkMax, chunk * 2);
    }
}
