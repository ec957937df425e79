package trifecta.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;

/**
 * The decoder once more, as plain as can be: a tree, BigDecimal and java.time. Shares no code with the real one. For well-formed
 * JSON only.
 */
final class ReferenceDecoder {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** A number's text. */
    private record Numeral(String text) {}

    /** What the message does not allow. */
    private static final class Undecodable extends RuntimeException {}

    private ReferenceDecoder() {}

    /** The message of a delta, trade, ticker or snapshot frame; empty when it is undecodable. */
    static Optional<Message> decode(byte[] frame) throws IOException {
        Object tree;
        try (JsonParser parser = FACTORY.createParser(frame)) {
            parser.nextToken();
            tree = tree(parser);
        }
        try {
            if (!(tree instanceof Map<?, ?> envelope)
                    || !(envelope.get("msg") instanceof Map<?, ?> msg)
                    || !(envelope.get("type") instanceof String type)) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (type) {
                        case "orderbook_delta" -> delta(msg);
                        case "trade" -> trade(msg);
                        case "ticker" -> ticker(msg);
                        case "orderbook_snapshot" -> snapshot(msg);
                        default -> throw new IllegalArgumentException("another type");
                    });
        } catch (Undecodable e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object tree(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, tree(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static Message delta(Map<?, ?> msg) {
        if (!"yes".equals(msg.get("side")) && !"no".equals(msg.get("side"))) {
            throw new Undecodable();
        }
        boolean written = msg.get("ts") instanceof String text && !text.isEmpty();
        return new Message.Delta(
                market(msg),
                written ? micros(msg.get("ts")) : time(msg),
                "yes".equals(msg.get("side")) ? Side.YES : Side.NO,
                (int) price(msg, "price_dollars", "price"),
                count(msg, "delta_fp", "delta"));
    }

    private static Message trade(Map<?, ?> msg) {
        long yes = price(msg, "yes_price_dollars", "yes_price");
        boolean hasNo = msg.get("no_price_dollars") != null || msg.get("no_price") != null;
        long count = count(msg, "count_fp", "count");
        if (count < 0
                || !(msg.get("trade_id") instanceof String id)
                || !id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new Undecodable();
        }
        Object taker = msg.get(msg.get("taker_outcome_side") != null ? "taker_outcome_side" : "taker_side");
        Object book = msg.get("taker_book_side");
        return new Message.Trade(new Trade(
                id.toLowerCase(Locale.ROOT),
                market(msg),
                time(msg),
                (int) yes,
                (int) (hasNo ? price(msg, "no_price_dollars", "no_price") : 1_000_000 - yes),
                count,
                "yes".equals(taker) ? Side.YES : "no".equals(taker) ? Side.NO : null,
                "bid".equals(book) ? "bid" : "ask".equals(book) ? "ask" : null,
                Boolean.TRUE.equals(msg.get("is_block_trade"))));
    }

    private static Message ticker(Map<?, ?> msg) {
        return new Message.Ticker(new Ticker(
                market(msg),
                time(msg),
                either(msg, "price_dollars", 6, "price", 4),
                either(msg, "yes_bid_dollars", 6, "yes_bid", 4),
                either(msg, "yes_ask_dollars", 6, "yes_ask", 4),
                either(msg, "volume_fp", 2, "volume", 2),
                either(msg, "open_interest_fp", 2, "open_interest", 2),
                either(msg, "dollar_volume", 6, "dollar_volume", 6),
                either(msg, "dollar_open_interest", 6, "dollar_open_interest", 6),
                either(msg, "yes_bid_size_fp", 2, "yes_bid_size_fp", 2),
                either(msg, "yes_ask_size_fp", 2, "yes_ask_size_fp", 2),
                either(msg, "last_trade_size_fp", 2, "last_trade_size_fp", 2)));
    }

    private static Message snapshot(Map<?, ?> msg) {
        List<Level> levels = new ArrayList<>();
        for (Side side : Side.values()) {
            String name = side == Side.YES ? "yes" : "no";
            Object list = msg.get(name + "_dollars_fp");
            list = list == null ? msg.get(name + "_dollars") : list;
            boolean cents = list == null;
            list = list == null ? msg.get(name) : list;
            if (list == null) {
                continue;
            }
            for (Object pair : (List<?>) list) {
                long price = scaled(((List<?>) pair).get(0), cents ? 4 : 6);
                long size = scaled(((List<?>) pair).get(1), 2);
                if (price < 0 || price > 1_000_000 || size < 0) {
                    throw new Undecodable();
                }
                if (size > 0) {
                    levels.add(new Level(side, (int) price, size));
                }
            }
        }
        levels.sort(Comparator.comparing(Level::side).thenComparingInt(Level::priceMicros));
        return new Message.Snapshot(market(msg), levels, time(msg));
    }

    private static String market(Map<?, ?> msg) {
        if (msg.get("market_ticker") instanceof String market && market.matches("[!-~]{1,200}")) {
            return market;
        }
        throw new Undecodable();
    }

    private static long time(Map<?, ?> msg) {
        if (msg.get("ts_ms") != null) {
            return scaled(msg.get("ts_ms"), 3);
        }
        if (msg.get("ts") != null && !"".equals(msg.get("ts"))) {
            return msg.get("ts") instanceof String ? micros(msg.get("ts")) : scaled(msg.get("ts"), 6);
        }
        return msg.get("time") != null && !"".equals(msg.get("time")) ? micros(msg.get("time")) : Times.ABSENT;
    }

    private static long micros(@Nullable Object text) {
        if (!(text instanceof String written)) {
            throw new Undecodable();
        }
        try {
            Instant instant = OffsetDateTime.parse(written).toInstant();
            if (!instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
                throw new Undecodable();
            }
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeParseException e) {
            throw new Undecodable();
        }
    }

    private static long price(Map<?, ?> msg, String dollars, String cents) {
        long price = msg.get(dollars) != null ? scaled(msg.get(dollars), 6) : scaled(msg.get(cents), 4);
        if (price < 0 || price > 1_000_000) {
            throw new Undecodable();
        }
        return price;
    }

    private static long count(Map<?, ?> msg, String current, String legacy) {
        long count = scaled(msg.get(current) != null ? msg.get(current) : msg.get(legacy), 2);
        if (Math.abs(count) > 1_000_000_000_000_000L) {
            throw new Undecodable();
        }
        return count;
    }

    private static long either(Map<?, ?> msg, String current, int decimals, String legacy, int legacyDecimals) {
        Object value = msg.get(current) != null ? msg.get(current) : msg.get(legacy);
        if (value == null || "".equals(value)) {
            return Ticker.ABSENT;
        }
        return scaled(value, msg.get(current) != null ? decimals : legacyDecimals);
    }

    private static long scaled(@Nullable Object value, int decimals) {
        String text = value instanceof Numeral number ? number.text() : value instanceof String string ? string : "";
        if (!text.matches("-?([0-9]+\\.?[0-9]*|\\.[0-9]+)")) {
            throw new Undecodable();
        }
        try {
            BigDecimal scaled = new BigDecimal(text).movePointRight(decimals).setScale(0, RoundingMode.UNNECESSARY);
            if (scaled.abs().compareTo(BigDecimal.valueOf(900_000_000_000_000_000L)) >= 0) {
                throw new Undecodable();
            }
            return scaled.longValueExact();
        } catch (ArithmeticException e) {
            throw new Undecodable();
        }
    }
}
