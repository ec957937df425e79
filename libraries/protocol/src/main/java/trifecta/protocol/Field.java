package trifecta.protocol;

import java.nio.charset.StandardCharsets;

/** The fields with one value each that the decoder takes from frames, first those of the envelope, then those of messages. */
enum Field {
    TYPE("type"),
    ID("id"),
    SID("sid"),
    SEQ("seq"),
    MSG("msg"),
    MARKETS("market_tickers"),

    MARKET("market_ticker"),
    SIDE("side"),
    TS("ts"),
    TS_MS("ts_ms"),
    TIME("time"),
    PRICE_DOLLARS("price_dollars"),
    PRICE_CENTS("price"),
    DELTA_FP("delta_fp"),
    DELTA("delta"),

    TRADE_ID("trade_id"),
    YES_PRICE_DOLLARS("yes_price_dollars"),
    YES_PRICE_CENTS("yes_price"),
    NO_PRICE_DOLLARS("no_price_dollars"),
    NO_PRICE_CENTS("no_price"),
    COUNT_FP("count_fp"),
    COUNT("count"),
    TAKER_OUTCOME_SIDE("taker_outcome_side"),
    TAKER_SIDE("taker_side"),
    TAKER_BOOK_SIDE("taker_book_side"),
    BLOCK_TRADE("is_block_trade"),

    YES_BID_DOLLARS("yes_bid_dollars"),
    YES_BID_CENTS("yes_bid"),
    YES_ASK_DOLLARS("yes_ask_dollars"),
    YES_ASK_CENTS("yes_ask"),
    VOLUME_FP("volume_fp"),
    VOLUME("volume"),
    OPEN_INTEREST_FP("open_interest_fp"),
    OPEN_INTEREST("open_interest"),
    DOLLAR_VOLUME("dollar_volume"),
    DOLLAR_OPEN_INTEREST("dollar_open_interest"),
    YES_BID_SIZE_FP("yes_bid_size_fp"),
    YES_ASK_SIZE_FP("yes_ask_size_fp"),
    LAST_TRADE_SIZE_FP("last_trade_size_fp");

    private final String wireName;

    @SuppressWarnings("ImmutableEnumChecker") // never written after the constructor
    private final byte[] wireBytes;

    Field(String wireName) {
        this.wireName = wireName;
        this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
    }

    String wireName() {
        return wireName;
    }

    byte[] wireBytes() {
        return wireBytes;
    }
}
