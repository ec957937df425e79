package trifecta.cli.drill;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What production holds, as numbers that two productions merged from the same lines have in common: the sums, modulo 2^64 each, of
 * both halves of a hash of every row, with the count. A book row's place among those of its market goes in, and so does the run that
 * it opens: the sum proves order and gaps too. Left out is what depends on arrival: keys, the numbers in seq, batches, times of receipt, and
 * which lines delivered a row. Trades go by their id; their times and sources are left out, for REST has others.
 */
record ContentHash(Map<String, String> parts) {
    private static final String BOOKS = """
            SELECT concat_ws('|', m.ticker, row_number() OVER (PARTITION BY r.market_key ORDER BY r.seq), r.kind,
                coalesce(r.side::text, '-'), coalesce(r.price::text, '-'), coalesce(r.delta::text, '-'),
                coalesce(r.size_after::text, '-'), r.book_hash, coalesce(h.base_hash::text, '-'),
                coalesce(extract(epoch FROM r.exchange_ts)::text, '-')) AS content
            FROM store.book_rows r JOIN store.markets m USING (market_key)
            LEFT JOIN store.run_heads h ON h.market_key = r.market_key AND h.seq = r.seq""";

    private static final String TRADES = """
            SELECT concat_ws('|', t.trade_id, m.ticker, t.yes_price, t.no_price, t.count, coalesce(t.taker_side::text, '-'),
                t.block_trade) AS content
            FROM store.trades t JOIN store.markets m USING (market_key)""";

    private static final String TICKERS = """
            SELECT concat_ws('|', m.ticker, coalesce(extract(epoch FROM t.exchange_ts)::text, '-'), t.content_hash) AS content
            FROM store.tickers t JOIN store.markets m USING (market_key)""";

    private static final String LIFECYCLE = """
            SELECT concat_ws('|', subject, row_number() OVER (PARTITION BY subject ORDER BY seq), type, event_type, content)
                AS content
            FROM store.lifecycle""";

    private static final Map<String, String> QUERIES =
            Map.of("books", BOOKS, "trades", TRADES, "tickers", TICKERS, "lifecycle", LIFECYCLE);

    /** Reads all of a production in one snapshot. */
    static ContentHash of(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : QUERIES.keySet().stream().sorted().toList()) {
            parts.put(part, part(connection, QUERIES.getOrDefault(part, "")));
        }
        connection.rollback();
        return new ContentHash(parts);
    }

    private static String part(Connection connection, String query) throws SQLException {
        String sums = "SELECT count(*), " + sum(1) + ", " + sum(17) + " FROM (SELECT md5(content) AS hash FROM ("
                + query + ") rows) hashes";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sums)) {
            row.next();
            return "%,d rows, %016x%016x"
                    .formatted(
                            row.getLong(1),
                            row.getBigDecimal(2).toBigInteger(),
                            row.getBigDecimal(3).toBigInteger());
        }
    }

    /** Of half of each hash, 16 digits from a place on. */
    private static String sum(int from) {
        return "coalesce(mod(mod(sum(('x' || substr(hash, " + from
                + ", 16))::bit(64)::bigint::numeric), 18446744073709551616) + 18446744073709551616,"
                + " 18446744073709551616), 0)";
    }
}
