package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.BookChange;
import trifecta.market.Times;
import trifecta.store.postgres.BinaryRows;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.RowPlace;

/** Writes the rows of markets' paths, copied in binary straight into the partitions of their days. */
final class BookRowTable {
    private static final String COLUMNS =
            "seq, exchange_ts, received_ts, delta, size_after, book_hash, batch, market_key,"
                    + " price, kind, side, line, lines";
    private static final int COLUMN_COUNT = 13;
    private static final int KIND_DELTA = 1;
    private static final int KIND_REPLACED = 2;

    private final MarketKeys keys;
    private final DayPartitions stamped = new DayPartitions("store.book_rows", "market_key, seq");
    private final DayPartitions unstamped = new DayPartitions("store.book_rows_unstamped", "market_key, seq");

    BookRowTable(MarketKeys keys) {
        this.keys = keys;
    }

    /**
     * Makes sure of the partitions of now and tomorrow and of all that the rows need; commits.
     *
     * @return the rows by partition
     */
    Map<String, List<BookRow>> prepare(Connection connection, List<BookRow> rows, long nowMicros) throws SQLException {
        long today = DayPartitions.day(nowMicros);
        stamped.prepareAhead(connection, today, nowMicros);
        stamped.prepareAhead(connection, today + 1, nowMicros);
        Map<String, List<BookRow>> byPartition = new LinkedHashMap<>();
        List<BookRow> present = List.of();
        boolean presentStamped = false;
        long presentDay = Long.MIN_VALUE;
        for (BookRow row : rows) {
            boolean isStamped = row.change().exchangeMicros() != Times.ABSENT;
            long day = DayPartitions.day(isStamped ? row.change().exchangeMicros() : row.receivedAtMicros());
            if (day != presentDay || isStamped != presentStamped) {
                String partition = (isStamped ? stamped : unstamped).prepare(connection, day);
                present = byPartition.computeIfAbsent(partition, name -> new ArrayList<>());
                presentDay = day;
                presentStamped = isStamped;
            }
            present.add(row);
        }
        return byPartition;
    }

    /**
     * Inserts rows.
     *
     * @param byPartition as {@link #prepare} gave them
     */
    void insert(Connection connection, Map<String, List<BookRow>> byPartition, long batch) throws SQLException {
        for (Map.Entry<String, List<BookRow>> partition : byPartition.entrySet()) {
            try (BinaryRows copy = new BinaryRows(connection, partition.getKey() + " (" + COLUMNS + ")")) {
                for (BookRow row : partition.getValue()) {
                    write(copy, row, batch);
                }
                copy.finish();
            }
        }
    }

    private void write(BinaryRows copy, BookRow row, long batch) throws SQLException {
        BookChange change = row.change();
        copy.row(COLUMN_COUNT);
        copy.int64(row.seq());
        copy.time(change.exchangeMicros());
        copy.time(row.receivedAtMicros());
        if (row.replaced()) {
            copy.nothing();
            copy.nothing();
        } else {
            copy.int64(change.deltaHundredths());
            copy.int64(change.sizeAfter());
        }
        copy.int64(change.bookHash());
        copy.int64(batch);
        copy.int32(keys.key(row.market()));
        if (row.replaced()) {
            copy.nothing();
            copy.int16(KIND_REPLACED);
            copy.nothing();
        } else {
            copy.int32(change.priceMicros());
            copy.int16(KIND_DELTA);
            copy.int16(change.side().bit());
        }
        copy.int16(row.line());
        copy.int16(row.lines());
    }

    /**
     * Takes rows out of their paths; they are kept beside.
     *
     * @return rows that were there
     */
    int takeOut(Connection connection, List<RowPlace> places, long batch) throws SQLException {
        if (places.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH gone AS (
                    DELETE FROM store.book_rows r USING unnest(?, ?) AS w (market_key, seq)
                    WHERE r.market_key = w.market_key AND r.seq = w.seq RETURNING r.*)
                INSERT INTO store.voided_rows SELECT *, ? FROM gone""")) {
            new Columns<>(statement, places)
                    .of("integer", place -> keys.key(place.market()))
                    .of("bigint", RowPlace::seq);
            statement.setLong(3, batch);
            return statement.executeUpdate();
        }
    }
}
