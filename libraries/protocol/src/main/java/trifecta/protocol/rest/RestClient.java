package trifecta.protocol.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.market.Trade;
import trifecta.protocol.RequestSigner;

/**
 * Market data by REST. Every call waits for its tokens, and is repeated after 429, 5xx, a broken connection or a timeout, later
 * each time. Safe for use by several threads, which then share one rate.
 */
public final class RestClient implements AutoCloseable {
    /** How many markets one call for order books may name. */
    public static final int BOOKS_PER_CALL_MAX = 100;

    private static final int NOT_FOUND = 404;

    private final RestSettings settings;
    private final HttpCalls calls;

    /**
     * @param signer signs every call; null: nothing is signed, and {@link #orderbooks} will be refused
     * @param clock for signatures, tokens and {@code Retry-After}
     * @param random for the jitter of delays
     */
    public RestClient(
            RestSettings settings, @Nullable RequestSigner signer, InstantSource clock, RandomGenerator random) {
        this(settings, signer, clock, random, Thread::sleep);
    }

    RestClient(
            RestSettings settings,
            @Nullable RequestSigner signer,
            InstantSource clock,
            RandomGenerator random,
            HttpCalls.Pause pause) {
        this.settings = settings;
        BackOff backOff = new BackOff(settings.firstDelay(), settings.delayMax(), clock, random);
        this.calls = new HttpCalls(settings, signer, clock, backOff, pause);
    }

    public ExchangeStatus exchangeStatus() throws RestException, InterruptedException {
        return one("/exchange/status", Query.ALL, Answers::exchangeStatus);
    }

    /** Pages of markets. */
    public Listing markets(Query query, Consumer<List<RestMarket>> page) throws RestException, InterruptedException {
        return list("/markets", "markets", query, Answers::market, page);
    }

    /** Empty when the exchange knows no such market. */
    public Optional<RestMarket> market(String ticker) throws RestException, InterruptedException {
        return oneIfKnown("/markets/" + inPath(ticker), "market", Answers::market);
    }

    /**
     * One book. Unsigned answers may be 15 s old.
     *
     * @param depth levels of each side, 0 for all
     */
    public RestBook orderbook(String ticker, int depth) throws RestException, InterruptedException {
        Query query = Query.ALL.with("depth", Integer.toString(depth));
        return one("/markets/" + inPath(ticker) + "/orderbook", query, json -> Answers.book(ticker, json));
    }

    /**
     * Some books in one call.
     *
     * @param tickers 1 to {@link #BOOKS_PER_CALL_MAX}
     */
    public List<RestBook> orderbooks(List<String> tickers) throws RestException, InterruptedException {
        if (tickers.isEmpty() || tickers.size() > BOOKS_PER_CALL_MAX) {
            throw new IllegalArgumentException("1 to " + BOOKS_PER_CALL_MAX + " tickers, not " + tickers.size());
        }
        Query query = Query.ALL;
        for (String ticker : tickers) {
            query = query.with("tickers", ticker);
        }
        String path = "/markets/orderbooks";
        byte[] body = calls.get(path, query);
        try {
            Page<RestBook> page = Page.read(body, "orderbooks", Answers::bookOfMany);
            if (page.malformed() > 0) {
                throw new MalformedException(page.firstMalformed());
            }
            return page.items();
        } catch (MalformedException e) {
            throw malformed(path, e);
        }
    }

    /**
     * Pages of trades, newest first. Their times have microseconds here.
     *
     * @throws RestException also when a trade does not read: the page with it is not given, for nobody could tell what it lacks
     */
    public Listing trades(Query query, Consumer<List<Trade>> page) throws RestException, InterruptedException {
        return list("/markets/trades", "trades", query, Answers::trade, page, true);
    }

    /** Pages of trades older than the cutoff, likewise. */
    public Listing historicalTrades(Query query, Consumer<List<Trade>> page)
            throws RestException, InterruptedException {
        return list("/historical/trades", "trades", query, Answers::trade, page, true);
    }

    /** Pages of markets settled before the cutoff. */
    public Listing historicalMarkets(Query query, Consumer<List<RestMarket>> page)
            throws RestException, InterruptedException {
        return list("/historical/markets", "markets", query, Answers::market, page);
    }

    public HistoricalCutoff historicalCutoff() throws RestException, InterruptedException {
        return one("/historical/cutoff", Query.ALL, Answers::cutoff);
    }

    /** Pages of events. */
    public Listing events(Query query, Consumer<List<RestEvent>> page) throws RestException, InterruptedException {
        return list("/events", "events", query, Answers::event, page);
    }

    /** Pages of series. */
    public Listing series(Query query, Consumer<List<RestSeries>> page) throws RestException, InterruptedException {
        return list("/series", "series", query, Answers::series, page);
    }

    /** Empty when the exchange knows no such series. */
    public Optional<RestSeries> series(String ticker) throws RestException, InterruptedException {
        return oneIfKnown("/series/" + inPath(ticker), "series", Answers::series);
    }

    /** Attempts that were repeated so far. */
    public long retries() {
        return calls.retries();
    }

    @Override
    public void close() {
        calls.close();
    }

    private <T> T one(String path, Query query, Page.ItemReader<T> reader) throws RestException, InterruptedException {
        byte[] body = calls.get(path, query);
        try {
            return reader.read(Page.object(body));
        } catch (MalformedException e) {
            throw malformed(path, e);
        }
    }

    private <T> Optional<T> oneIfKnown(String path, String name, Page.ItemReader<T> reader)
            throws RestException, InterruptedException {
        try {
            return Optional.of(one(path, Query.ALL, json -> {
                JsonObject item = json.object(name);
                if (item == null) {
                    throw new MalformedException(name + " is missing");
                }
                return reader.read(item);
            }));
        } catch (RestException e) {
            if (e.httpStatus().orElse(0) == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> Listing list(
            String path, String listName, Query query, Page.ItemReader<T> reader, Consumer<List<T>> consumer)
            throws RestException, InterruptedException {
        return list(path, listName, query, reader, consumer, false);
    }

    private <T> Listing list(
            String path,
            String listName,
            Query query,
            Page.ItemReader<T> reader,
            Consumer<List<T>> consumer,
            boolean onlyWholePages)
            throws RestException, InterruptedException {
        Set<UUID> seen = new HashSet<>();
        String cursor = "";
        long items = 0;
        long malformed = 0;
        String firstMalformed = "";
        for (int pages = 1; ; pages++) {
            Query next = cursor.isEmpty() ? query : query.with("cursor", cursor);
            Page<T> page = page(path, listName, next, reader);
            if (onlyWholePages && page.malformed() > 0) {
                throw malformed(path, new MalformedException(page.firstMalformed()));
            }
            items += page.items().size();
            malformed += page.malformed();
            firstMalformed = firstMalformed.isEmpty() ? page.firstMalformed() : firstMalformed;
            consumer.accept(page.items());
            cursor = page.cursor();
            Listing.Ending ending = ending(cursor, seen, pages);
            if (ending != null) {
                return new Listing(pages, items, malformed, firstMalformed, ending);
            }
        }
    }

    /** Why there is no next page; null when there is one. Cursors are remembered by a 128-bit hash: they can be long. */
    private Listing.@Nullable Ending ending(String cursor, Set<UUID> seen, int pages) {
        if (cursor.isEmpty()) {
            return Listing.Ending.COMPLETE;
        }
        if (!seen.add(UUID.nameUUIDFromBytes(cursor.getBytes(StandardCharsets.UTF_8)))) {
            return Listing.Ending.CURSOR_REPEATED;
        }
        return pages >= settings.pagesMax() ? Listing.Ending.PAGE_LIMIT : null;
    }

    private <T> Page<T> page(String path, String listName, Query query, Page.ItemReader<T> reader)
            throws RestException, InterruptedException {
        byte[] body = calls.get(path, query);
        try {
            return Page.read(body, listName, reader);
        } catch (MalformedException e) {
            throw malformed(path, e);
        }
    }

    private static String inPath(String ticker) {
        return URLEncoder.encode(ticker, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private RestException malformed(String path, MalformedException cause) {
        return new RestException(
                RestException.Kind.MALFORMED,
                "GET " + settings.base() + path + ": " + cause.fact(),
                OptionalInt.empty(),
                "check that the base URL is that of the exchange's REST interface",
                cause);
    }
}
