package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of frames that an exchange sends. */
enum MessageType {
    DELTA("orderbook_delta"),
    TRADE("trade"),
    TICKER("ticker"),
    SNAPSHOT("orderbook_snapshot"),
    LIFECYCLE("market_lifecycle_v2"),
    EVENT_LIFECYCLE("event_lifecycle"),
    EVENT_FEE_UPDATE("event_fee_update"),
    MULTIVARIATE_LIFECYCLE("multivariate_market_lifecycle"),
    SUBSCRIBED("subscribed"),
    UNSUBSCRIBED("unsubscribed"),
    OK("ok"),
    ERROR("error");

    private static final Map<String, MessageType> BY_NAME = new HashMap<>();

    static {
        for (MessageType type : values()) {
            BY_NAME.put(type.wireName, type);
        }
    }

    private final String wireName;

    @SuppressWarnings("ImmutableEnumChecker") // never written after the constructor
    private final byte[] wireBytes;

    MessageType(String wireName) {
        this.wireName = wireName;
        this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
    }

    String wireName() {
        return wireName;
    }

    static @Nullable MessageType of(String name) {
        return BY_NAME.get(name);
    }

    /** The type of a scanned frame where it is one of those that come by the million: deltas, trades, tickers. */
    static @Nullable MessageType frequent(FieldValues values) {
        if (values.is(Field.TYPE, DELTA.wireBytes)) {
            return DELTA;
        }
        if (values.is(Field.TYPE, TICKER.wireBytes)) {
            return TICKER;
        }
        return values.is(Field.TYPE, TRADE.wireBytes) ? TRADE : null;
    }
}
