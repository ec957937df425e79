package trifecta.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.local.EventChunks.Chunk;
import trifecta.store.local.EventChunks.Extent;
import trifecta.store.local.EventChunks.Row;
import trifecta.store.local.LineBatch.Cause;

/** Old rows go by the chunk; whoever reads the line meanwhile, or from before it, is told the truth. */
class EventChunksTest {
    private static final String GATHERER = "trifecta gatherer 1";
    private static final long BORDER = EventPartitions.CHUNK_ROWS;
    private static final Chunk FIRST = new Chunk(1, 0);

    private final DatabaseAddress address = Addresses.fresh("chunks");
    private final RandomEvents random = new RandomEvents(21);

    /** Ten rows on each side of a chunk's border, then another boot. */
    private List<LineEvent> threeChunks() throws StoreException {
        List<LineEvent> events = random.events(BORDER - 10, 20);
        append(1, events);
        append(2, random.events(1, 5));
        return events;
    }

    private void append(int boot, List<LineEvent> events) throws StoreException {
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            appender.append(boot, events);
        }
    }

    private EventChunks open() throws StoreException {
        return EventChunks.open(address, "retention");
    }

    private LineBatch read(LineCursor after) throws StoreException {
        try (LineReader reader = LineReader.open(address, "reader")) {
            return reader.read(after, 100);
        }
    }

    private LineCursor cursorBehind(int rows) throws StoreException {
        try (LineReader reader = LineReader.open(address, "reader")) {
            return ((LineBatch.Rows) reader.read(LineCursor.START, rows)).next();
        }
    }

    private void letGoOfTheFirst() throws StoreException {
        try (EventChunks chunks = open()) {
            assertThat(chunks.letGo(FIRST)).isTrue();
        }
    }

    private List<String> tables() throws SQLException {
        return Sql.rows(address, "SELECT relname FROM pg_class WHERE relname ~ '^events_b\\d+_c\\d+$' ORDER BY 1");
    }

    @Test
    void chunksStandInTheOrderOfTheirRows() throws StoreException {
        append(2, random.events(1, 5));
        append(10, random.events(BORDER - 3, 5));
        try (EventChunks chunks = open()) {
            assertThat(chunks.list()).containsExactly(new Chunk(2, 0), new Chunk(10, 0), new Chunk(10, 1));
            assertThat(chunks.lowest()).map(Row::position).hasValue(new Position(2, 1));
            assertThat(chunks.highest()).map(Row::position).hasValue(new Position(10, BORDER + 1));
            assertThat(chunks.last(new Chunk(10, 0))).map(Row::position).hasValue(new Position(10, BORDER - 1));
            assertThat(Chunk.holding(new Position(10, BORDER))).isEqualTo(new Chunk(10, 1));
        }
    }

    @Test
    void aChunkMadeAheadHasNoRowsAndCanGo() throws StoreException, SQLException {
        append(1, random.events(BORDER - 10, 5));
        try (EventChunks chunks = open()) {
            assertThat(chunks.last(new Chunk(1, 1))).isEmpty();
            assertThat(chunks.letGo(new Chunk(1, 1))).isTrue();
        }
        assertThat(tables()).containsExactly("events_b1_c0");
    }

    @Test
    void anEmptyLineHasNothing() throws StoreException {
        append(1, List.of());
        try (EventChunks chunks = open()) {
            assertThat(chunks.list()).isEmpty();
            assertThat(chunks.lowest()).isEmpty();
            assertThat(chunks.highest()).isEmpty();
        }
    }

    @Test
    void theExtentIsTheGreatestOfBothStampsAndBrokenOnesAreLeftOut() throws StoreException, SQLException {
        append(1, List.of(heartbeat(1, 1_000), heartbeat(2, 5_000), heartbeat(3, 2_000)));
        Position last = new Position(1, 3);
        try (EventChunks chunks = open()) {
            assertThat(chunks.extent(FIRST, last, 100_000)).isEqualTo(new Extent(3, 5_000));
            Sql.execute(address, "UPDATE events SET exchange_us = 7000 WHERE n = 1");
            assertThat(chunks.extent(FIRST, last, 100_000)).isEqualTo(new Extent(3, 7_000));
            Sql.execute(address, "UPDATE events SET exchange_us = 4000000000000000 WHERE n = 2");
            assertThat(chunks.extent(FIRST, last, 100_000)).isEqualTo(new Extent(3, 7_000));
        }
    }

    @Test
    void whatWasLetGoIsGoneWholeAndTheLineGoesOn() throws StoreException, SQLException {
        threeChunks();
        letGoOfTheFirst();
        assertThat(tables()).containsExactly("events_b1_c1", "events_b2_c0");
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            assertThat(appender.last()).isEqualTo(new Position(2, 5));
            appender.append(2, random.events(6, 5));
        }
        assertThat(Sql.value(address, "SELECT min(n) || ' ' || count(*) FROM events WHERE boot = 1"))
                .isEqualTo(BORDER + " 10");
    }

    @Test
    void aReaderThatStandsInAKeptChunkSeesNoDifference() throws StoreException {
        List<LineEvent> events = threeChunks();
        LineCursor inside = cursorBehind(13);
        assertThat(inside.position()).isEqualTo(new Position(1, BORDER + 2));
        letGoOfTheFirst();
        LineBatch.Rows rows = (LineBatch.Rows) read(inside);
        assertThat(rows.events()).isEqualTo(events.subList(13, 20));
        assertThat(((LineBatch.Rows) read(rows.next())).boot()).isEqualTo(2);
    }

    @Test
    void aReaderThatBeginsTakesTheLowestRowKept() throws StoreException {
        List<LineEvent> events = threeChunks();
        letGoOfTheFirst();
        assertThat(((LineBatch.Rows) read(LineCursor.START)).events()).isEqualTo(events.subList(10, 20));
    }

    @Test
    void aReaderAtTheEndOfAChunkThatWentIsToldAndNothingIsSkippedInSilence() throws StoreException {
        threeChunks();
        LineCursor end = cursorBehind(10);
        assertThat(end.position()).isEqualTo(new Position(1, BORDER - 1));
        letGoOfTheFirst();
        LineBatch.Estranged told = (LineBatch.Estranged) read(end);
        assertThat(told.cause()).isEqualTo(Cause.LET_GO);
        assertThat(told.facts()).contains("from 1:" + BORDER + " on").contains("1:" + (BORDER - 1));
    }

    @Test
    void aProductionThatWasPutBackToBeforeTheKeptRowsIsToldWhatIsMissing() throws StoreException {
        threeChunks();
        LineCursor early = cursorBehind(4);
        letGoOfTheFirst();
        LineBatch.Estranged told = (LineBatch.Estranged) read(early);
        assertThat(told.cause()).isEqualTo(Cause.LET_GO);
        assertThat(told.facts())
                .contains("is kept from 1:" + BORDER + " on")
                .contains("between " + early)
                .contains("missing on this line");
        try (EventChunks chunks = open()) {
            assertThat(chunks.letGo(new Chunk(1, 1))).isTrue();
        }
        assertThat(((LineBatch.Estranged) read(early)).facts()).contains("is kept from 2:1 on");
    }

    @Test
    void aRewoundDatabaseIsStillToldApartFromRowsThatWereLetGo() throws StoreException, SQLException {
        threeChunks();
        LineCursor late = cursorBehind(15);
        Sql.execute(address, "DELETE FROM events WHERE boot = 2", "DELETE FROM events WHERE n > " + BORDER);
        assertThat(((LineBatch.Estranged) read(late)).cause()).isEqualTo(Cause.ANCHOR_MISSING);
    }

    @Test
    void aReaderInTheMiddleKeepsWhatItSeesAndNobodyWaitsForIt() throws Exception {
        threeChunks();
        try (Connection slow = Sql.connect(address);
                EventChunks chunks = open()) {
            slow.setAutoCommit(false);
            slow.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            String count = "SELECT count(*) FROM events";
            assertThat(count(slow, count)).isEqualTo(25);
            assertThat(chunks.letGo(FIRST)).isFalse();
            assertThat(count(slow, count)).as("whole").isEqualTo(25);
            assertThat(Sql.value(address, count)).as("not at all").isEqualTo("15");
            assertThat(chunks.list()).doesNotContain(FIRST);
            assertThat(chunks.lowest()).map(Row::position).hasValue(new Position(1, BORDER));

            append(3, random.events(1, 5)); // a new chunk is attached meanwhile
            assertThat(((LineBatch.Rows) read(LineCursor.START)).events()).hasSize(10);
            chunks.finish();
            assertThat(tables()).contains("events_b1_c0");
            slow.commit();
            chunks.finish();
            assertThat(tables()).containsExactly("events_b1_c1", "events_b2_c0", "events_b3_c0");
        }
    }

    @Test
    void onlyWhatWasMarkedIsDroppedWhenDetached() throws StoreException, SQLException {
        threeChunks();
        Sql.execute(
                address,
                "COMMENT ON TABLE events_b1_c0 IS 'let go'",
                "ALTER TABLE events DETACH PARTITION events_b1_c0",
                "ALTER TABLE events DETACH PARTITION events_b1_c1");
        try (EventChunks chunks = open()) {
            chunks.finish();
        }
        assertThat(tables()).as("a person's own").containsExactly("events_b1_c1", "events_b2_c0");
    }

    private static LineEvent heartbeat(long n, long receivedMicros) {
        return new LineEvent(n, receivedMicros, 0, 0, null, new LineEvent.Heartbeat());
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aBusyReaderNeverMissesARowWhileChunksGo() throws Exception {
        List<LineEvent> events = new ArrayList<>();
        for (int boot = 1; boot <= 6; boot++) {
            List<LineEvent> own = random.events(1, 200);
            append(boot, own);
            events.addAll(own);
        }
        List<LineEvent> read = new ArrayList<>();
        try (LineReader reader = LineReader.open(address, "reader");
                EventChunks chunks = open()) {
            LineBatch.Rows rows = (LineBatch.Rows) reader.read(LineCursor.START, 30);
            while (!rows.events().isEmpty()) {
                read.addAll(rows.events());
                for (Chunk chunk : chunks.list()) {
                    if (chunk.boot() < rows.boot()) {
                        assertThat(chunks.letGo(chunk)).isTrue();
                    }
                }
                rows = (LineBatch.Rows) reader.read(rows.next(), 30);
            }
        }
        assertThat(read).isEqualTo(events);
        assertThat(tables()).containsExactly("events_b6_c0");
    }
}
