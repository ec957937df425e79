package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.Metadata.Status;

/**
 * Keeps markets, events and series up to date: what is unchanged is not written again, what the exchange dates earlier than what is
 * stored is left out. Needs the schema to be there. Any number of writers may work; call with about 1,000 records at once.
 * After a failure, call again. Single-threaded.
 */
public final class MetadataWriter implements AutoCloseable {
    private static final String MARKETS = update(
            "UPDATE store.markets t SET (%1$s) = (%2$s) FROM unnest(%3$s) AS w (market_key, %1$s)"
                    + " WHERE t.market_key = w.market_key AND %4$s",
            "event_ticker, market_type, title, yes_sub_title, no_sub_title, status, exchange_status, open_time, close_time,"
                    + " expected_expiration_time, settlement_time, result, settlement_value, price_level_structure,"
                    + " strike_type, floor_strike, cap_strike, volume, open_interest, rules, exchange_updated_at");

    private static final String EVENTS = update(
            "INSERT INTO store.events AS t (event_ticker, %1$s) SELECT w.* FROM unnest(%3$s) AS w (event_ticker, %1$s)"
                    + " ON CONFLICT (event_ticker) DO UPDATE SET (%1$s) = (%5$s) WHERE %6$s",
            "series_ticker, title, sub_title, category, mutually_exclusive, strike_date, exchange_updated_at");

    private static final String SERIES = update(
            "INSERT INTO store.series AS t (series_ticker, %1$s)"
                    + " SELECT w.series_ticker, w.title, w.category, w.frequency, string_to_array(w.tags, chr(31)),"
                    + " w.exchange_updated_at FROM unnest(%3$s) AS w (series_ticker, %1$s)"
                    + " ON CONFLICT (series_ticker) DO UPDATE SET (%1$s) = (%5$s) WHERE %6$s",
            "title, category, frequency, tags, exchange_updated_at");

    /** Between the tags of a series on their way; no tag contains it. */
    private static final String TAG_SEPARATOR = "\u001F";

    private final DatabaseAddress address;
    private final String name;
    private final MarketKeys keys = new MarketKeys("store.markets");
    private @Nullable Connection connection;

    private MetadataWriter(DatabaseAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    public static MetadataWriter open(DatabaseAddress address, String name) throws StoreException {
        MetadataWriter writer = new MetadataWriter(address, name);
        writer.connected();
        return writer;
    }

    /**
     * Writes markets; those not seen before get a key.
     *
     * @return markets that changed
     */
    public int markets(List<Metadata.Market> markets) throws StoreException {
        List<Metadata.Market> rows = last(markets, Metadata.Market::ticker);
        return write("update " + rows.size() + " markets", rows.isEmpty(), open -> {
            Set<String> tickers = new LinkedHashSet<>();
            rows.forEach(market -> tickers.add(market.ticker()));
            keys.learn(open, tickers);
            try (PreparedStatement statement = open.prepareStatement(MARKETS)) {
                bind(new Columns<>(statement, rows));
                return statement.executeUpdate();
            }
        });
    }

    /**
     * Writes events.
     *
     * @return events that changed
     */
    public int events(List<Metadata.Event> events) throws StoreException {
        List<Metadata.Event> rows = last(events, Metadata.Event::ticker);
        return write("update " + rows.size() + " events", rows.isEmpty(), open -> {
            try (PreparedStatement statement = open.prepareStatement(EVENTS)) {
                new Columns<>(statement, rows)
                        .text(Metadata.Event::ticker)
                        .text(Metadata.Event::seriesTicker)
                        .text(Metadata.Event::title)
                        .text(Metadata.Event::subTitle)
                        .text(Metadata.Event::category)
                        .of("boolean", Metadata.Event::mutuallyExclusive)
                        .of("timestamptz", event -> time(event.strikeDate()))
                        .of("timestamptz", event -> time(event.updatedAt()));
                return statement.executeUpdate();
            }
        });
    }

    /**
     * Writes series.
     *
     * @return series that changed
     */
    public int series(List<Metadata.Series> series) throws StoreException {
        List<Metadata.Series> rows = last(series, Metadata.Series::ticker);
        return write("update " + rows.size() + " series", rows.isEmpty(), open -> {
            try (PreparedStatement statement = open.prepareStatement(SERIES)) {
                new Columns<>(statement, rows)
                        .text(Metadata.Series::ticker)
                        .text(Metadata.Series::title)
                        .text(Metadata.Series::category)
                        .text(Metadata.Series::frequency)
                        .text(each -> String.join(TAG_SEPARATOR, each.tags()))
                        .of("timestamptz", each -> time(each.updatedAt()));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }

    private void bind(Columns<Metadata.Market> columns) throws SQLException {
        columns.of("integer", market -> keys.key(market.ticker()))
                .text(Metadata.Market::eventTicker)
                .text(Metadata.Market::marketType)
                .text(Metadata.Market::title)
                .text(Metadata.Market::yesSubTitle)
                .text(Metadata.Market::noSubTitle)
                .text(market -> word(market.status()))
                .text(Metadata.Market::exchangeStatus)
                .of("timestamptz", market -> time(market.openTime()))
                .of("timestamptz", market -> time(market.closeTime()))
                .of("timestamptz", market -> time(market.expectedExpirationTime()))
                .of("timestamptz", market -> time(market.settlementTime()))
                .text(Metadata.Market::result)
                .of("integer", Metadata.Market::settlementValueMicros)
                .text(Metadata.Market::priceLevelStructure)
                .text(Metadata.Market::strikeType)
                .text(Metadata.Market::floorStrike)
                .text(Metadata.Market::capStrike)
                .of("bigint", Metadata.Market::volumeHundredths)
                .of("bigint", Metadata.Market::openInterestHundredths)
                .text(Metadata.Market::rules)
                .of("timestamptz", market -> time(market.updatedAt()));
    }

    private interface Update {
        int run(Connection open) throws SQLException;
    }

    private int write(String operation, boolean nothing, Update update) throws StoreException {
        if (nothing) {
            return 0;
        }
        boolean done = false;
        try {
            Connection open = connected();
            int changed = update.run(open);
            open.commit();
            keys.committed();
            done = true;
            return changed;
        } catch (SQLException e) {
            throw Failures.of(operation, address, e);
        } finally {
            if (!done) {
                keys.rolledBack();
                close();
            }
        }
    }

    private Connection connected() throws StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, name);
            connection = open;
        }
        return open;
    }

    /** Fills a template: 1 columns, 2 new values, 3 parameters, 4 what makes an update; 5, 6 the same for ON CONFLICT. */
    private static String update(String template, String columns) {
        List<String> names = List.of(columns.split(", *"));
        String parameters = "?" + ", ?".repeat(names.size());
        String fresh = "w." + String.join(", w.", names);
        String excluded = "EXCLUDED." + String.join(", EXCLUDED.", names);
        String stored = "t." + String.join(", t.", names);
        String notOlder = " AND (%1$s.exchange_updated_at >= t.exchange_updated_at) IS NOT FALSE";
        return template.formatted(
                columns,
                fresh,
                parameters,
                "(" + stored + ") IS DISTINCT FROM (" + fresh + ")" + notOlder.formatted("w"),
                excluded,
                "(" + stored + ") IS DISTINCT FROM (" + excluded + ")" + notOlder.formatted("EXCLUDED"));
    }

    private static <T> List<T> last(List<T> rows, Function<T, String> key) {
        Map<String, T> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(key.apply(row), row));
        return List.copyOf(last.values());
    }

    private static @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC).toString();
    }

    private static @Nullable String word(@Nullable Status status) {
        return status == null ? null : status.word();
    }
}
