package trifecta.protocol.rest;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.market.Trade;
import trifecta.protocol.RequestSigner;

/**
 * Market data by REST. Every call waits for its tokens, and is repeated after 429, 5xx, a broken connection or a timeout, later
 * each time. Safe for use by several threads, which then share one rate.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class RestClient implements AutoCloseable {
    /** How many markets one call for order books may name. */
    public static final int BOOKS_PER_CALL_MAX = 100;

    /**
     * @param signer signs every call; null: nothing is signed, and {@link #orderbooks} will be refused
     * @param clock for signatures, tokens and {@code Retry-After}
     * @param random for the jitter of delays
     */
    public RestClient(
            RestSettings settings, @Nullable RequestSigner signer, InstantSource clock, RandomGenerator random) {
        throw new UnsupportedOperationException();
    }

    public ExchangeStatus exchangeStatus() throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Pages of markets. */
    public Listing markets(Query query, Consumer<List<RestMarket>> page) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Empty when the exchange knows no such market. */
    public Optional<RestMarket> market(String ticker) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * One book. Unsigned answers may be 15 s old.
     *
     * @param depth levels of each side, 0 for all
     */
    public RestBook orderbook(String ticker, int depth) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Some books in one call.
     *
     * @param tickers 1 to {@link #BOOKS_PER_CALL_MAX}
     */
    public List<RestBook> orderbooks(List<String> tickers) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Pages of trades, newest first. Their times have microseconds here. */
    public Listing trades(Query query, Consumer<List<Trade>> page) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Pages of trades older than the cutoff. */
    public Listing historicalTrades(Query query, Consumer<List<Trade>> page)
            throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Pages of markets settled before the cutoff. */
    public Listing historicalMarkets(Query query, Consumer<List<RestMarket>> page)
            throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    public HistoricalCutoff historicalCutoff() throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Pages of events. */
    public Listing events(Query query, Consumer<List<RestEvent>> page) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Pages of series. */
    public Listing series(Query query, Consumer<List<RestSeries>> page) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Empty when the exchange knows no such series. */
    public Optional<RestSeries> series(String ticker) throws RestException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
