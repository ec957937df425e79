package trifecta.cli.up;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** What the gatherers capture. */
public sealed interface Source {
    /** In words, for people. */
    String words();

    /** What of it must not change within a data folder: another kind's markets and times have nothing to do with these. */
    String kind();

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

        @Override
        public String kind() {
            return "simulated";
        }
    }

    /** The built-in exchange, replaying recorded frames from a folder of {@code MARKET.DATE.ndjson.gz} files. */
    record Capture(Path frames) implements Source {
        @Override
        public String words() {
            return "recorded frames of " + frames;
        }

        @Override
        public String kind() {
            return "recorded";
        }
    }

    /**
     * The real exchange; as many lines as there are keys.
     *
     * @param hosts where it is; the lines take turns
     */
    record Kalshi(List<KalshiKey> keys, KalshiHosts hosts) implements Source {
        @Override
        public String words() {
            String where = hosts.equals(KalshiHosts.PRODUCTION) ? "Kalshi" : "Kalshi at " + hosts.name();
            return switch (keys.size()) {
                case 1 -> where + " with key " + keys.getFirst().id() + " (one key, one line: no redundancy)";
                default ->
                    where + " with keys "
                            + String.join(", ", keys.stream().map(KalshiKey::id).toList());
            };
        }

        @Override
        public String kind() {
            return hosts.equals(KalshiHosts.PRODUCTION) ? "kalshi" : "kalshi " + hosts.name();
        }
    }

    /**
     * Addresses of Kalshi, with their paths.
     *
     * @param websockets at least one
     * @param rests at least one
     */
    record KalshiHosts(List<URI> websockets, List<URI> rests) {
        /** Kalshi has two names for each service; the lines take turns, so that one name's failure is not all lines' failure. */
        static final KalshiHosts PRODUCTION = new KalshiHosts(
                List.of(
                        URI.create("wss://external-api-ws.kalshi.com/trade-api/ws/v2"),
                        URI.create("wss://api.elections.kalshi.com/trade-api/ws/v2")),
                List.of(
                        URI.create("https://external-api.kalshi.com/trade-api/v2"),
                        URI.create("https://api.elections.kalshi.com/trade-api/v2")));

        URI websocket(int line) {
            return websockets.get((line - 1) % websockets.size());
        }

        URI rest(int line) {
            return rests.get((line - 1) % rests.size());
        }

        /** The first host. */
        String name() {
            return String.valueOf(websocket(1).getHost());
        }
    }

    /**
     * Credentials of one line.
     *
     * @param file private key, PEM
     */
    record KalshiKey(String id, Path file) {}
}
