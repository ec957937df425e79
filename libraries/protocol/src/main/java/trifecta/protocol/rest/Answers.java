package trifecta.protocol.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.DecimalText;

/** Makes records of answers. Field names as in the exchange's OpenAPI document, older names beside them. */
final class Answers {
    private static final int PRICE_MAX = 1_000_000;
    private static final int UUID_LENGTH = 36;
    private static final Comparator<Level> BOOK_ORDER =
            Comparator.comparing(Level::side).thenComparingInt(Level::priceMicros);

    private Answers() {}

    static ExchangeStatus exchangeStatus(JsonObject json) throws MalformedException {
        return new ExchangeStatus(
                json.requiredFlag("exchange_active"),
                json.flag("trading_active"),
                json.time("exchange_estimated_resume_time"));
    }

    static HistoricalCutoff cutoff(JsonObject json) throws MalformedException {
        if (json.time("trades_created_ts") == Times.ABSENT) {
            throw new MalformedException("trades_created_ts is no time");
        }
        return new HistoricalCutoff(json.time("market_settled_ts"), json.time("trades_created_ts"));
    }

    static RestMarket market(JsonObject json) throws MalformedException {
        String status = json.text("status");
        return new RestMarket(
                json.required("ticker"),
                json.text("event_ticker"),
                json.text("series_ticker"),
                json.text("title"),
                json.text("yes_sub_title"),
                json.text("no_sub_title"),
                json.text("market_type"),
                status,
                MarketStatus.ofWireName(status).orElse(null),
                json.text("result"),
                json.time("created_time"),
                json.time("open_time"),
                json.time("close_time"),
                json.time("expiration_time"),
                json.time(json.has("settlement_ts") ? "settlement_ts" : "settlement_time"),
                json.time("updated_time"),
                json.text("strike_type"),
                json.text("floor_strike"),
                json.text("cap_strike"),
                json.text("expiration_value"),
                json.text("price_level_structure"),
                priceRanges(json),
                json.dollars("last_price_dollars", "last_price"),
                json.dollars("yes_bid_dollars", "yes_bid"),
                json.dollars("yes_ask_dollars", "yes_ask"),
                json.count("volume_fp", "volume"),
                json.count("open_interest_fp", "open_interest"));
    }

    private static List<RestMarket.PriceRange> priceRanges(JsonObject json) {
        return json.objects("price_ranges").stream()
                .map(range -> new RestMarket.PriceRange(
                        DecimalText.scaled(range.text("start"), DecimalText.DOLLARS),
                        DecimalText.scaled(range.text("end"), DecimalText.DOLLARS),
                        DecimalText.scaled(range.text("step"), DecimalText.DOLLARS)))
                .toList();
    }

    static RestEvent event(JsonObject json) throws MalformedException {
        List<RestMarket> markets = new ArrayList<>();
        for (JsonObject market : json.objects("markets")) {
            markets.add(market(market));
        }
        return new RestEvent(
                json.required("event_ticker"),
                json.text("series_ticker"),
                json.text("title"),
                json.text("sub_title"),
                json.text("category"),
                json.flag("mutually_exclusive"),
                json.time("strike_date"),
                json.text("strike_period"),
                json.time("last_updated_ts"),
                List.copyOf(markets));
    }

    static RestSeries series(JsonObject json) throws MalformedException {
        return new RestSeries(
                json.required("ticker"),
                json.text("title"),
                json.text("category"),
                json.text("frequency"),
                json.texts("tags"),
                json.time("last_updated_ts"));
    }

    static Trade trade(JsonObject json) throws MalformedException {
        String outcome = json.text(json.has("taker_outcome_side") ? "taker_outcome_side" : "taker_side");
        String bookSide = json.text("taker_book_side");
        long yes = json.dollars("yes_price_dollars", "yes_price");
        long no = json.has("no_price_dollars") || json.has("no_price")
                ? json.dollars("no_price_dollars", "no_price")
                : PRICE_MAX - yes;
        long count = json.count("count_fp", "count");
        if (yes < 0 || yes > PRICE_MAX || no < 0 || no > PRICE_MAX || count < 0) {
            throw new MalformedException("a trade's price or count is missing or does not fit exactly");
        }
        return new Trade(
                uuid(json.required("trade_id")),
                json.required("ticker"),
                json.time("created_time"),
                (int) yes,
                (int) no,
                count,
                outcome.equals("yes") ? Side.YES : outcome.equals("no") ? Side.NO : null,
                bookSide.equals("bid") || bookSide.equals("ask") ? bookSide : null,
                json.flag("is_block_trade"));
    }

    private static String uuid(String text) throws MalformedException {
        try {
            String canonical = UUID.fromString(text).toString();
            if (text.length() == UUID_LENGTH && canonical.equals(text.toLowerCase(Locale.ROOT))) {
                return canonical;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("trade_id is not a UUID");
        }
        throw new MalformedException("trade_id is not a UUID");
    }

    /** A book as it stands under {@code orderbook_fp}, or in the older {@code orderbook}. */
    static RestBook book(String market, JsonObject json) throws MalformedException {
        JsonObject current = json.object("orderbook_fp");
        JsonObject book = current != null ? current : json.object("orderbook");
        if (book == null) {
            throw new MalformedException("orderbook_fp is missing");
        }
        List<Level> levels = new ArrayList<>();
        addLevels(levels, book, Side.NO, "no");
        addLevels(levels, book, Side.YES, "yes");
        levels.sort(BOOK_ORDER);
        return new RestBook(market, List.copyOf(levels));
    }

    static RestBook bookOfMany(JsonObject json) throws MalformedException {
        return book(json.required("ticker"), json);
    }

    private static void addLevels(List<Level> levels, JsonObject book, Side side, String name)
            throws MalformedException {
        boolean dollars = book.has(name + "_dollars");
        List<List<?>> pairs = book.lists(dollars ? name + "_dollars" : name);
        if (pairs == null) {
            throw new MalformedException("a side of the book is no list of levels");
        }
        Set<Long> prices = new HashSet<>();
        for (List<?> pair : pairs) {
            if (pair.size() != 2 || !(pair.get(0) instanceof String price) || !(pair.get(1) instanceof String size)) {
                throw new MalformedException("a level is not [price, count]");
            }
            long micros = DecimalText.scaled(price, dollars ? DecimalText.DOLLARS : DecimalText.CENTS);
            long hundredths = DecimalText.scaled(size, DecimalText.CONTRACTS);
            if (micros < 0 || micros > PRICE_MAX || hundredths < 0 || !prices.add(micros)) {
                throw new MalformedException("a level does not fit exactly, or comes twice");
            }
            if (hundredths > 0) {
                levels.add(new Level(side, (int) micros, hundredths));
            }
        }
    }
}
