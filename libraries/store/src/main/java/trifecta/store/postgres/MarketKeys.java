package trifecta.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Short keys of market tickers, as one database knows them. Keys are given by inserting what is missing (a sequence with
 * {@code ON CONFLICT} would burn numbers), inside the transaction of the rows that use them; so they count only once that is
 * committed. Single-threaded.
 */
public final class MarketKeys {
    /** Above this the cache starts anew: tickers of settled markets must not pile up in a process that runs for months. */
    private static final int CACHED_MAX = 500_000;

    /** Any number that is the same everywhere: writers that give keys take turns. */
    private static final long TURN = 0x6D61726B657473L;

    private final String table;
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();

    /**
     * @param table with the columns {@code market_key} and {@code ticker}
     */
    public MarketKeys(String table) {
        this.table = table;
    }

    /** The key of a ticker that was learned in this transaction or an earlier one. */
    public int key(String ticker) {
        Integer key = known.get(ticker);
        if (key == null) {
            key = given.get(ticker);
        }
        if (key == null) {
            throw new IllegalStateException("the key of market " + ticker + " was not learned");
        }
        return key;
    }

    /** Whether {@link #learn} has nothing to do for this ticker. */
    public boolean knows(String ticker) {
        return known.containsKey(ticker) || given.containsKey(ticker);
    }

    /** Looks up the tickers' keys and gives new ones where there are none. */
    public void learn(Connection connection, Set<String> tickers) throws SQLException {
        Set<String> missing = new LinkedHashSet<>(tickers);
        missing.removeIf(this::knows);
        if (missing.isEmpty()) {
            return;
        }
        lookUp(connection, missing);
        if (missing.isEmpty()) {
            return;
        }
        give(connection, missing);
        lookUp(connection, missing);
    }

    /** The transaction was committed. */
    public void committed() {
        if (known.size() + given.size() > CACHED_MAX) {
            known.clear();
        }
        known.putAll(given);
        given.clear();
    }

    /** The transaction was rolled back, or nobody knows. */
    public void rolledBack() {
        given.clear();
    }

    /** The database may be another one now, or rewound. */
    public void forget() {
        known.clear();
        given.clear();
    }

    private void lookUp(Connection connection, Set<String> missing) throws SQLException {
        if (missing.isEmpty()) {
            return;
        }
        String query = "SELECT market_key, ticker FROM " + table + " WHERE ticker = ANY (?)";
        try (PreparedStatement find = connection.prepareStatement(query)) {
            find.setArray(1, texts(connection, missing));
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    String ticker = SafeText.unescape(rows.getString(2));
                    known.put(ticker, rows.getInt(1));
                    missing.remove(ticker);
                }
            }
        }
    }

    private void give(Connection connection, Set<String> missing) throws SQLException {
        try (Statement turn = connection.createStatement()) {
            turn.execute("SELECT pg_advisory_xact_lock(" + TURN + ")");
        }
        String insert = "INSERT INTO " + table + " (market_key, ticker)"
                + " SELECT (SELECT coalesce(max(market_key), 0) FROM " + table + ") + place, ticker"
                + " FROM unnest(?) WITH ORDINALITY AS wanted(ticker, place)"
                + " WHERE NOT EXISTS (SELECT FROM " + table + " m WHERE m.ticker = wanted.ticker)"
                + " RETURNING market_key, ticker";
        try (PreparedStatement give = connection.prepareStatement(insert)) {
            give.setArray(1, texts(connection, missing));
            try (ResultSet rows = give.executeQuery()) {
                while (rows.next()) {
                    String ticker = SafeText.unescape(rows.getString(2));
                    given.put(ticker, rows.getInt(1));
                    missing.remove(ticker);
                }
            }
        }
    }

    private static Array texts(Connection connection, Set<String> tickers) throws SQLException {
        List<String> texts = new ArrayList<>(tickers.size());
        for (String ticker : tickers) {
            texts.add(SafeText.escape(ticker));
        }
        return connection.createArrayOf("text", texts.toArray());
    }
}
