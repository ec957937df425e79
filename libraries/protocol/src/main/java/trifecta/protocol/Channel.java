package trifecta.protocol;

import java.util.Optional;

/** The channels that are captured. */
public enum Channel {
    ORDERBOOK("orderbook_delta"),
    TRADE("trade"),
    TICKER("ticker"),
    LIFECYCLE("market_lifecycle_v2"),
    MULTIVARIATE_LIFECYCLE("multivariate_market_lifecycle");

    private final String wireName;

    Channel(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<Channel> ofWireName(String name) {
        for (Channel channel : values()) {
            if (channel.wireName.equals(name)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }
}
