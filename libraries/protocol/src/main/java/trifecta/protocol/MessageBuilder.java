package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;

/**
 * Makes deltas, trades and tickers of field values, whoever scanned them. Where current and legacy fields stand side by side the
 * current one counts. The first problem makes the message undecodable.
 */
final class MessageBuilder {
    static final int PRICE_MAX = 1_000_000;

    /** Ten million million contracts: no market holds them, and thousands of such sizes still add up within a long. */
    static final long COUNT_MAX = 1_000_000_000_000_000L;

    private static final int MILLIS = 3;
    private static final int SECONDS = 6;
    private static final byte[] YES = ascii("yes");
    private static final byte[] NO = ascii("no");
    private static final byte[] BID = ascii("bid");
    private static final byte[] ASK = ascii("ask");
    private static final int UUID_LENGTH = 36;

    private final FieldValues values;
    private final Names names;
    private @Nullable String problem;

    MessageBuilder(FieldValues values, Names names) {
        this.values = values;
        this.names = names;
    }

    Message delta() {
        problem = null;
        String market = market();
        Side side = side(Field.SIDE);
        if (side == null) {
            fail(Field.SIDE, "is neither yes nor no");
        }
        int price = price(Field.PRICE_DOLLARS, Field.PRICE_CENTS);
        long delta = count(Field.DELTA_FP, Field.DELTA);
        long time = timeOfDelta();
        return problem != null || market == null || side == null
                ? undecodable(market)
                : new Message.Delta(market, time, side, price, delta);
    }

    Message trade() {
        problem = null;
        String market = market();
        String tradeId = tradeId();
        int yes = price(Field.YES_PRICE_DOLLARS, Field.YES_PRICE_CENTS);
        int no = values.has(Field.NO_PRICE_DOLLARS) || values.has(Field.NO_PRICE_CENTS)
                ? price(Field.NO_PRICE_DOLLARS, Field.NO_PRICE_CENTS)
                : PRICE_MAX - yes;
        long count = count(Field.COUNT_FP, Field.COUNT);
        if (count < 0) {
            fail(Field.COUNT_FP, "is negative");
        }
        Side taker = side(values.has(Field.TAKER_OUTCOME_SIDE) ? Field.TAKER_OUTCOME_SIDE : Field.TAKER_SIDE);
        String bookSide =
                values.is(Field.TAKER_BOOK_SIDE, BID) ? "bid" : values.is(Field.TAKER_BOOK_SIDE, ASK) ? "ask" : null;
        boolean block = values.kind(Field.BLOCK_TRADE) == FieldValues.TRUE;
        long time = timeOfState();
        return problem != null || market == null || tradeId == null
                ? undecodable(market)
                : new Message.Trade(new Trade(tradeId, market, time, yes, no, count, taker, bookSide, block));
    }

    Message ticker() {
        problem = null;
        String market = market();
        long time = timeOfState();
        Ticker ticker = new Ticker(
                market == null ? "" : market,
                time,
                optional(Field.PRICE_DOLLARS, DecimalText.DOLLARS, Field.PRICE_CENTS, DecimalText.CENTS),
                optional(Field.YES_BID_DOLLARS, DecimalText.DOLLARS, Field.YES_BID_CENTS, DecimalText.CENTS),
                optional(Field.YES_ASK_DOLLARS, DecimalText.DOLLARS, Field.YES_ASK_CENTS, DecimalText.CENTS),
                optionalCount(Field.VOLUME_FP, Field.VOLUME),
                optionalCount(Field.OPEN_INTEREST_FP, Field.OPEN_INTEREST),
                optional(Field.DOLLAR_VOLUME, DecimalText.DOLLARS),
                optional(Field.DOLLAR_OPEN_INTEREST, DecimalText.DOLLARS),
                optional(Field.YES_BID_SIZE_FP, DecimalText.CONTRACTS),
                optional(Field.YES_ASK_SIZE_FP, DecimalText.CONTRACTS),
                optional(Field.LAST_TRADE_SIZE_FP, DecimalText.CONTRACTS));
        return problem != null || market == null ? undecodable(market) : new Message.Ticker(ticker);
    }

    /** The market's name where the values hold one; for frames that are undecodable otherwise. */
    @Nullable String marketIfKnown() {
        return values.kind(Field.MARKET) == FieldValues.STRING
                ? names.of(values.text(), values.start(Field.MARKET), values.end(Field.MARKET))
                : null;
    }

    private Message undecodable(@Nullable String market) {
        return new Message.Undecodable(problem == null ? "incomplete" : problem, market);
    }

    private void fail(Field field, String fact) {
        if (problem == null) {
            problem = field.wireName() + " " + fact;
        }
    }

    private @Nullable String market() {
        String market = marketIfKnown();
        if (market == null) {
            fail(Field.MARKET, values.has(Field.MARKET) ? "is not a ticker" : "is missing");
        }
        return market;
    }

    private @Nullable Side side(Field field) {
        return values.is(field, YES) ? Side.YES : values.is(field, NO) ? Side.NO : null;
    }

    private int price(Field dollars, Field cents) {
        long price = values.has(dollars) ? required(dollars, DecimalText.DOLLARS) : required(cents, DecimalText.CENTS);
        if (price < 0 || price > PRICE_MAX) {
            fail(values.has(dollars) ? dollars : cents, "is not a price between 0 and 1 dollar");
            return 0;
        }
        return (int) price;
    }

    private long count(Field current, Field legacy) {
        Field field = values.has(current) ? current : legacy;
        long count = required(field, DecimalText.CONTRACTS);
        if (count > COUNT_MAX || count < -COUNT_MAX) {
            fail(field, "is out of range");
        }
        return count;
    }

    /** NOT_EXACT after a failure. */
    private long required(Field field, int decimals) {
        if (!values.has(field)) {
            fail(field, "is missing");
            return DecimalText.NOT_EXACT;
        }
        long value = values.isText(field)
                ? DecimalText.scaled(values.text(), values.start(field), values.end(field), decimals)
                : DecimalText.NOT_EXACT;
        if (value == DecimalText.NOT_EXACT) {
            fail(field, "is not a number that fits exactly");
        }
        return value;
    }

    private long optional(Field field, int decimals) {
        return values.has(field) && !values.isEmptyString(field) ? required(field, decimals) : Ticker.ABSENT;
    }

    private long optional(Field current, int currentDecimals, Field legacy, int legacyDecimals) {
        return values.has(current) ? optional(current, currentDecimals) : optional(legacy, legacyDecimals);
    }

    private long optionalCount(Field current, Field legacy) {
        return optional(current, DecimalText.CONTRACTS, legacy, DecimalText.CONTRACTS);
    }

    /** {@code ts} where it is RFC 3339, else {@code ts_ms}, else {@code ts} in seconds. */
    private long timeOfDelta() {
        return values.kind(Field.TS) == FieldValues.STRING && !values.isEmptyString(Field.TS)
                ? written(Field.TS)
                : timeOfState();
    }

    /** {@code ts_ms}, else {@code ts} in either form, else {@code time}. */
    private long timeOfState() {
        if (values.has(Field.TS_MS)) {
            return required(Field.TS_MS, MILLIS);
        }
        if (values.has(Field.TS) && !values.isEmptyString(Field.TS)) {
            return values.kind(Field.TS) == FieldValues.STRING ? written(Field.TS) : required(Field.TS, SECONDS);
        }
        return values.has(Field.TIME) && !values.isEmptyString(Field.TIME) ? written(Field.TIME) : Times.ABSENT;
    }

    private long written(Field field) {
        long micros = values.kind(field) == FieldValues.STRING
                ? TimeText.micros(values.text(), values.start(field), values.end(field))
                : Times.ABSENT;
        if (micros == Times.ABSENT) {
            fail(field, "is not a time in whole microseconds");
        }
        return micros;
    }

    private @Nullable String tradeId() {
        int start = values.start(Field.TRADE_ID);
        if (values.kind(Field.TRADE_ID) == FieldValues.STRING
                && isUuid(values.text(), start, values.end(Field.TRADE_ID))) {
            return new String(values.text(), start, UUID_LENGTH, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        }
        fail(Field.TRADE_ID, values.has(Field.TRADE_ID) ? "is not a UUID" : "is missing");
        return null;
    }

    static boolean isUuid(byte[] text, int from, int to) {
        if (to - from != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte character = text[from + i];
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? character != '-' : Character.digit(character, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
