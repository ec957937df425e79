package trifecta.exchange;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import trifecta.exchange.Catalogue.MarketGroup;
import trifecta.exchange.Catalogue.Series;
import trifecta.exchange.RestQuery.BadRequest;
import trifecta.market.Times;

/** Answers REST requests from the exchange's present state. Owned by the sequencer. */
final class RestDesk {
    static final String PREFIX = "/trade-api/v2";

    private static final int MARKETS_PER_PAGE_MAX = 1000;
    private static final int MARKETS_PER_PAGE = 100;
    private static final int EVENTS_PER_PAGE_MAX = 200;
    private static final int ORDERBOOKS_MAX = 100;
    private static final int DEPTH_MAX = 100;
    private static final int NOT_FOUND = 404;

    private final Catalogue catalogue;
    private final long historicalAfterMicros;

    /**
     * @param historicalAfterMicros what was settled or traded longer ago lives under {@code /historical} only
     */
    RestDesk(Catalogue catalogue, long historicalAfterMicros) {
        this.catalogue = catalogue;
        this.historicalAfterMicros = historicalAfterMicros;
    }

    /**
     * @param path behind the prefix
     */
    RestReply answer(String path, RestQuery query, long nowMicros) {
        String[] parts = path.substring(1).split("/", -1);
        long cutoff = nowMicros - historicalAfterMicros;
        try {
            return switch (parts[0]) {
                case "exchange" -> path.equals("/exchange/status") ? status() : unknown();
                case "markets" -> markets(parts, query, cutoff);
                case "historical" -> historical(parts, query, cutoff);
                case "events" -> events(parts, query);
                case "series" -> series(parts, query);
                default -> unknown();
            };
        } catch (BadRequest e) {
            return RestReply.failure(400, "bad_request", String.valueOf(e.getMessage()));
        }
    }

    private static RestReply status() {
        return RestReply.ok(new TextBuffer().text("{\"exchange_active\":true,\"trading_active\":true}"));
    }

    private RestReply markets(String[] parts, RestQuery query, long cutoff) {
        if (parts.length == 1) {
            return marketPage(query, market -> !isHistorical(market, cutoff));
        }
        return switch (parts[1]) {
            case "orderbooks" -> orderbooks(query);
            case "trades" -> trades(query, past -> past.trade().exchangeMicros() >= cutoff);
            case "candlesticks" -> candlesticks(query);
            default -> market(parts, query);
        };
    }

    private RestReply historical(String[] parts, RestQuery query, long cutoff) {
        return switch (parts.length == 2 ? parts[1] : "") {
            case "markets" -> marketPage(query, market -> isHistorical(market, cutoff));
            case "trades" -> trades(query, past -> past.trade().exchangeMicros() < cutoff);
            case "cutoff" -> {
                TextBuffer out =
                        new TextBuffer().text("{\"market_settled_ts\":\"").instant(cutoff);
                out.text("\",\"trades_created_ts\":\"").instant(cutoff);
                yield RestReply.ok(
                        out.text("\",\"orders_updated_ts\":\"").instant(cutoff).text("\"}"));
            }
            default -> unknown();
        };
    }

    private static boolean isHistorical(Market market, long cutoff) {
        return market.settledMicros() != Times.ABSENT && market.settledMicros() < cutoff;
    }

    private RestReply market(String[] parts, RestQuery query) {
        return catalogue
                .find(parts[1])
                .map(market -> {
                    TextBuffer out = new TextBuffer();
                    if (parts.length == 2) {
                        out.text("{\"market\":");
                        RestJson.market(out, market);
                    } else if (parts.length == 3 && parts[2].equals("orderbook")) {
                        out.text("{\"orderbook_fp\":");
                        RestJson.orderbook(out, market, depth(query));
                    } else {
                        return unknown();
                    }
                    return RestReply.ok(out.text('}'));
                })
                .orElseGet(() -> RestReply.failure(NOT_FOUND, "not_found", "no market " + parts[1]));
    }

    private static int depth(RestQuery query) {
        long depth = query.number("depth", 0);
        if (depth < 0 || depth > DEPTH_MAX) {
            throw new BadRequest("depth must be 0 to " + DEPTH_MAX);
        }
        return (int) depth;
    }

    private RestReply marketPage(RestQuery query, Predicate<Market> alive) {
        Predicate<Market> wanted = new MarketFilter(query).and(alive);
        int limit = query.limit(MARKETS_PER_PAGE, MARKETS_PER_PAGE_MAX);
        return page("markets", catalogue.markets(), wanted, query, limit, RestJson::market);
    }

    private static void checkStatus(RestQuery query) {
        query.text("status").ifPresent(word -> {
            if (!MarketStatus.isFilter(word)) {
                throw new BadRequest("no status filter '" + word + "'");
            }
        });
    }

    private RestReply events(String[] parts, RestQuery query) {
        boolean nested = query.flag("with_nested_markets");
        if (parts.length == 2) {
            return catalogue
                    .event(parts[1])
                    .map(event -> {
                        TextBuffer out = new TextBuffer().text("{\"event\":");
                        RestJson.event(out, event.markets(), true);
                        return RestReply.ok(out.text('}'));
                    })
                    .orElseGet(() -> RestReply.failure(NOT_FOUND, "not_found", "no event " + parts[1]));
        }
        checkStatus(query);
        int limit = query.limit(EVENTS_PER_PAGE_MAX, EVENTS_PER_PAGE_MAX);
        BiConsumer<TextBuffer, MarketGroup> write = (out, event) -> RestJson.event(out, event.markets(), nested);
        return page("events", catalogue.events(), event -> isWanted(event.markets(), query), query, limit, write);
    }

    private static boolean isWanted(List<Market> markets, RestQuery query) {
        return query.text("series_ticker")
                        .map(markets.getFirst().facts().seriesTicker()::equals)
                        .orElse(true)
                && query.text("status").map(word -> anyMatches(markets, word)).orElse(true)
                && query.within("updated_ts", RestJson.updated(markets))
                && markets.stream().anyMatch(market -> query.within("close_ts", market.closeMicros()));
    }

    private static boolean anyMatches(List<Market> markets, String word) {
        return markets.stream().anyMatch(market -> market.status().matches(word));
    }

    private RestReply series(String[] parts, RestQuery query) {
        if (parts.length == 5 && parts[2].equals("markets") && parts[4].equals("candlesticks")) {
            return catalogue
                    .find(parts[3])
                    .map(market -> RestReply.ok(Candlesticks.ofMarket(new TextBuffer(), market, query)))
                    .orElseGet(() -> RestReply.failure(NOT_FOUND, "not_found", "no market " + parts[3]));
        }
        if (parts.length == 2) {
            Series series = catalogue.series().get(parts[1]);
            if (series == null) {
                return RestReply.failure(NOT_FOUND, "not_found", "no series " + parts[1]);
            }
            TextBuffer out = new TextBuffer().text("{\"series\":");
            RestJson.series(out, series.facts());
            return RestReply.ok(out.text('}'));
        }
        boolean tagged = !query.texts("tags").isEmpty();
        Predicate<Series> wanted = each -> !tagged // none of ours has a tag
                && query.text("category")
                        .map(RestJson.category(each.facts())::equals)
                        .orElse(true)
                && query.within("updated_ts", each.createdMicros());
        Serials<Series> all = new Serials<>(Series::serial);
        catalogue.series().values().forEach(all::add);
        return page("series", all, wanted, query, Integer.MAX_VALUE, (out, each) -> RestJson.series(out, each.facts()));
    }

    private RestReply orderbooks(RestQuery query) {
        Set<String> tickers = query.texts("tickers");
        if (tickers.isEmpty() || tickers.size() > ORDERBOOKS_MAX) {
            throw new BadRequest("tickers: 1 to " + ORDERBOOKS_MAX);
        }
        TextBuffer out = new TextBuffer().text("{\"orderbooks\":[");
        String separator = "";
        for (String ticker : tickers) {
            Market market = catalogue.find(ticker).orElseThrow(() -> new BadRequest("no market " + ticker));
            out.text(separator).text("{\"ticker\":").json(ticker).text(",\"orderbook_fp\":");
            RestJson.orderbook(out, market, 0);
            out.text('}');
            separator = ",";
        }
        return RestReply.ok(out.text("]}"));
    }

    private RestReply candlesticks(RestQuery query) {
        TextBuffer out = new TextBuffer().text("{\"markets\":[");
        String separator = "";
        for (String ticker : query.texts("market_tickers")) {
            Market market = catalogue.find(ticker).orElseThrow(() -> new BadRequest("no market " + ticker));
            Candlesticks.ofMarket(out.text(separator), market, query);
            separator = ",";
        }
        return RestReply.ok(out.text("]}"));
    }

    /** Newest first; the cursor holds the serial number of the oldest trade of the page. */
    private RestReply trades(RestQuery query, Predicate<PastTrade> alive) {
        int limit = query.limit(MARKETS_PER_PAGE, MARKETS_PER_PAGE_MAX);
        long before = query.cursor(Long.MAX_VALUE);
        Iterator<PastTrade> newestFirst = query.text("ticker")
                .map(ticker -> catalogue.find(ticker).stream()
                        .map(market -> market.trades().descendingIterator()))
                .orElseGet(() -> Stream.of(catalogue.trades().descendingIterator()))
                .findFirst()
                .orElseThrow(() -> new BadRequest("unknown ticker"));
        List<PastTrade> page = new ArrayList<>();
        boolean more = false;
        while (newestFirst.hasNext() && !more) {
            PastTrade past = newestFirst.next();
            if (past.serial() < before
                    && alive.test(past)
                    && query.within("ts", past.trade().exchangeMicros())) {
                more = page.size() == limit;
                if (!more) {
                    page.add(past);
                }
            }
        }
        TextBuffer out = new TextBuffer().text("{\"trades\":[");
        for (int i = 0; i < page.size(); i++) {
            RestJson.trade(out.text(i == 0 ? "" : ","), page.get(i).trade());
        }
        return end(out, more ? RestQuery.cursorOf(page.getLast().serial()) : "");
    }

    /**
     * A page; the cursor holds the serial number of the next item.
     */
    private static <T> RestReply page(
            String name,
            Serials<T> all,
            Predicate<T> wanted,
            RestQuery query,
            int limit,
            BiConsumer<TextBuffer, T> write) {
        TextBuffer out = new TextBuffer().text("{\"").text(name).text("\":[");
        int written = 0;
        String cursor = "";
        for (T item : all.from(query.cursor(0))) {
            if (!wanted.test(item)) {
                continue;
            }
            if (written == limit) {
                cursor = RestQuery.cursorOf(all.serial(item));
                break;
            }
            write.accept(out.text(written++ == 0 ? "" : ","), item);
        }
        return end(out, cursor);
    }

    private static RestReply end(TextBuffer out, String cursor) {
        return RestReply.ok(out.text("],\"cursor\":").json(cursor).text('}'));
    }

    private static RestReply unknown() {
        return RestReply.failure(NOT_FOUND, "not_found", "no such path");
    }
}
