package trifecta.store.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import trifecta.store.postgres.SafeText;

/** Tickers by market key, read when first needed. */
final class MarketNames {
    /** Keys are dense and neighbours are used together. */
    private static final int READ_AT_ONCE = 10_000;

    private @Nullable String[] names = new String[1024];

    /** The ticker of a key that is {@link #load loaded}. */
    String name(int key) {
        String name = key >= 0 && key < names.length ? names[key] : null;
        if (name == null) {
            throw new IllegalStateException("no ticker for market key " + key + ", though a row uses it");
        }
        return name;
    }

    boolean has(int key) {
        return key < names.length && names[key] != null;
    }

    /** Reads this key's ticker and those of the keys behind it. */
    void load(Connection connection, int key) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT market_key, ticker FROM markets WHERE market_key >= ? ORDER BY market_key LIMIT ?")) {
            find.setInt(1, key);
            find.setInt(2, READ_AT_ONCE);
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    put(rows.getInt(1), SafeText.unescape(rows.getString(2)));
                }
            }
        }
    }

    /** The database may be another one now, or rewound. */
    void forget() {
        Arrays.fill(names, null);
    }

    private void put(int key, String name) {
        if (key >= names.length) {
            names = Arrays.copyOf(names, Math.max(key + 1, Math.multiplyExact(names.length, 2)));
        }
        names[key] = name;
    }
}
