package trifecta.cli.up;

import java.nio.file.Path;
import java.util.List;

/** What the gatherers capture. */
public sealed interface Source {
    /** In words, for people. */
    String words();

    /**
     * The built-in exchange with invented markets.
     *
     * @param rate messages a second over all markets
     * @param seed the same seed makes the same exchange; 0 stands for one that is still to be chosen
     */
    record Simulated(int markets, int rate, long seed) implements Source {
        /** With the seed that was asked for, else this one. */
        Simulated orSeed(long fresh) {
            return seed == 0 ? new Simulated(markets, rate, fresh) : this;
        }

        @Override
        public String words() {
            return "simulated exchange, " + markets + " markets";
        }
    }

    /** The built-in exchange, replaying recorded frames from a folder of {@code MARKET.DATE.ndjson.gz} files. */
    record Capture(Path frames) implements Source {
        @Override
        public String words() {
            return "recorded frames of " + frames;
        }
    }

    /** The real exchange; as many lines as there are keys. */
    record Kalshi(List<KalshiKey> keys) implements Source {
        @Override
        public String words() {
            return switch (keys.size()) {
                case 1 -> "Kalshi with key " + keys.getFirst().id() + " (one key, one line: no redundancy)";
                default ->
                    "Kalshi with keys "
                            + String.join(", ", keys.stream().map(KalshiKey::id).toList());
            };
        }
    }

    /**
     * Credentials of one line.
     *
     * @param file private key, PEM
     */
    record KalshiKey(String id, Path file) {}
}
