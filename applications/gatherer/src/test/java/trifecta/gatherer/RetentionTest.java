package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trifecta.journal.JournalException;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.EventAppender;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.CursorMove;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** A line of five boots in a real database, the cursor in a real production, a journal that only notes what it is asked. */
class RetentionTest {
    private static final int LINE = 2;
    private static final int BOOTS = 5;
    private static final int ROWS = 20;
    private static final Duration WINDOW = Duration.ofDays(8);
    private static final String OPENING = "gatherer";

    private final Instant now = InstantSource.system().instant();
    private final DatabaseAddress local = fresh("line");
    private final DatabaseAddress production = fresh("production");
    private final List<String> released = new ArrayList<>();
    private Instant here = now;

    private static DatabaseAddress fresh(String purpose) {
        TestDatabase made = TestPostgres.shared().database(purpose);
        return new DatabaseAddress(made.url(), made.user(), made.password());
    }

    /** Boot 5 was today, boot 4 three days ago, boot 3 six, boot 2 nine, boot 1 twelve. */
    @BeforeEach
    void build() throws StoreException {
        try (EventAppender appender = EventAppender.open(local, OPENING)) {
            for (int boot = 1; boot <= BOOTS; boot++) {
                List<LineEvent> rows = new ArrayList<>();
                Instant at = now.minus(Duration.ofDays(3L * (BOOTS - boot)));
                for (int n = 1; n <= ROWS; n++) {
                    rows.add(new LineEvent(n, Clocks.micros(at), 0, 0, null, new LineEvent.Heartbeat()));
                }
                appender.append(boot, rows);
            }
        }
        ProductionWriter.open(production, "setup", 3, InstantSource.system()).close();
    }

    private Retention retention() {
        return retention(Optional.of(production));
    }

    private Retention retention(Optional<DatabaseAddress> asked) {
        return new Retention(
                LINE,
                "retention",
                local,
                asked,
                new Retention.Settings(WINDOW, Duration.ofMinutes(1)),
                (upTo, stored) -> {
                    released.add(upTo + " of " + stored);
                    return 1000;
                },
                () -> here);
    }

    /** Production takes the line, as the deduplicator does, up to a boot's end or less. */
    private void confirm(Position upTo) throws StoreException {
        confirm(cursor(upTo));
    }

    private void confirm(LineCursor cursor) throws StoreException {
        try (ProductionWriter writer = ProductionWriter.open(production, "merge", 3, InstantSource.system())) {
            ProductionBatch batch = ProductionBatch.empty();
            batch.moves().add(new CursorMove(LINE, LineCursor.START, cursor, new byte[0]));
            writer.commit(batch);
        }
    }

    private LineCursor cursor(Position upTo) throws StoreException {
        LineCursor cursor = LineCursor.START;
        try (LineReader reader = LineReader.open(local, "reader")) {
            while (cursor.position().compareTo(upTo) < 0) {
                boolean isLast = cursor.position().boot() == upTo.boot() - 1;
                LineBatch batch = reader.read(cursor, isLast ? Math.toIntExact(upTo.n()) : ROWS);
                cursor = ((LineBatch.Rows) batch).next();
            }
        }
        assertThat(cursor.position()).isEqualTo(upTo);
        return cursor;
    }

    private List<Integer> boots() throws StoreException {
        return StoredLine.read(local).rows.stream()
                .map(StoredLine.Row::boot)
                .distinct()
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> status(Retention retention) {
        Map<String, Object> status = new LinkedHashMap<>();
        retention.describe(status);
        return (Map<String, Object>) Objects.requireNonNull(status.get("retention"));
    }

    private static String keeps(Retention retention) {
        return String.valueOf(status(retention).get("keeps"));
    }

    @Test
    void whatIsOldAndTakenGoesWithItsSegmentsAndTheStatusTells() throws StoreException {
        confirm(new Position(BOOTS, 10));
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).containsExactly(3, 4, 5);
        assertThat(released).containsExactly("1:20 of 5:20", "2:20 of 5:20");
        assertThat(status(retention))
                .containsEntry("oldestPosition", "3:1")
                .containsEntry("rowsLetGo", 2L * ROWS)
                .containsEntry("chunksLetGo", 2L)
                .containsEntry("journalBytesLetGo", 2000L)
                .containsEntry("oldestOverWindow", false)
                .containsEntry("keeps", "");
        retention.pass();
        assertThat(boots()).containsExactly(3, 4, 5);
    }

    @Test
    void theLineGoesOnForItsReaderAndForTheNextStart() throws StoreException {
        LineCursor cursor = cursor(new Position(4, 7));
        confirm(cursor);
        retention().pass();
        try (LineReader reader = LineReader.open(local, "reader")) {
            LineBatch.Rows rows = (LineBatch.Rows) reader.read(cursor, 100);
            assertThat(rows.events()).hasSize(ROWS - 7);
        }
        try (EventAppender next = EventAppender.open(local, OPENING)) {
            assertThat(next.last()).isEqualTo(new Position(BOOTS, ROWS));
        }
    }

    @Test
    void whatProductionHasNotTakenStaysHoweverOld() throws StoreException {
        confirm(new Position(2, 5));
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).containsExactly(2, 3, 4, 5);
        assertThat(keeps(retention)).isEqualTo("production took the line up to 2:5, not past 2:20");
        assertThat(status(retention)).containsEntry("oldestOverWindow", true);
    }

    @Test
    void aClockThatIsAheadLetsGoOfNothingMore() throws StoreException {
        confirm(new Position(BOOTS, 10));
        here = now.plus(Duration.ofDays(400));
        retention().pass();
        assertThat(boots()).as("by production's clock it is today").containsExactly(3, 4, 5);
    }

    @Test
    void theNewestChunkStaysHoweverOldItIs() throws Exception {
        execute("UPDATE events SET received_us = 1000000");
        confirm(new Position(BOOTS, ROWS));
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).containsExactly(BOOTS);
        assertThat(keeps(retention)).isEqualTo("the newest chunk of rows goes as a whole, when the next one has begun");
    }

    @Test
    void aClockThatIsBehindKeepsMore() throws StoreException {
        confirm(new Position(BOOTS, 10));
        here = now.minus(Duration.ofDays(2));
        retention().pass();
        assertThat(boots()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void anExchangeTimeCatchesAClockThatWasWrongWhenRowsWereReceived() throws Exception {
        confirm(new Position(BOOTS, 10));
        execute("UPDATE events SET exchange_us = " + Clocks.micros(now.minus(Duration.ofDays(1)))
                + " WHERE boot = 1 AND n = 3");
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).containsExactly(1, 2, 3, 4, 5);
        assertThat(keeps(retention)).startsWith("events_b1_c0 holds a row stamped ");
        execute("UPDATE events SET exchange_us = 4000000000000000 WHERE boot = 1 AND n = 3");
        retention().pass();
        assertThat(boots()).as("the year 2096 is no time").containsExactly(3, 4, 5);
    }

    @Test
    void withoutProductionEverythingStays() throws StoreException {
        Retention retention = retention(Optional.empty());
        retention.pass();
        assertThat(boots()).hasSize(BOOTS);
        assertThat(keeps(retention)).contains("no production is configured");
        assertThat(status(retention)).containsEntry("oldestPosition", "1:1").containsEntry("oldestOverWindow", true);
    }

    @Test
    void whileProductionDoesNotAnswerEverythingStays() throws StoreException {
        confirm(new Position(BOOTS, 10));
        Retention retention =
                retention(Optional.of(new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "x", "")));
        retention.pass();
        assertThat(boots()).hasSize(BOOTS);
        assertThat(keeps(retention))
                .contains("production does not tell how far it is")
                .contains("refused");
        assertThat(released).isEmpty();
    }

    @Test
    void aProductionThatHasReadNothingKeepsEverything() throws StoreException {
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).hasSize(BOOTS);
        assertThat(keeps(retention)).isEqualTo("production has taken nothing of this line yet");
    }

    @Test
    void aCursorOfAnotherLifeOfTheDatabaseKeepsEverything() throws StoreException {
        LineCursor cursor = cursor(new Position(BOOTS, 10));
        Incarnation own = cursor.incarnation();
        confirm(new LineCursor(
                new Incarnation(own.uuid(), own.systemIdentifier(), own.timeline() + 1),
                cursor.position(),
                cursor.anchor()));
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).hasSize(BOOTS);
        assertThat(keeps(retention)).contains("not of this database as it is now");
        assertThat(released).isEmpty();
    }

    @Test
    void aCursorWhoseRowReadsDifferentlyKeepsEverything() throws StoreException {
        LineCursor cursor = cursor(new Position(BOOTS, 10));
        confirm(new LineCursor(cursor.incarnation(), cursor.position(), cursor.anchor() + 1));
        Retention retention = retention();
        retention.pass();
        assertThat(boots()).hasSize(BOOTS);
        assertThat(keeps(retention)).contains("now has hash");
    }

    @Test
    void segmentsThatCannotBeRemovedKeepTheirRows() throws StoreException {
        confirm(new Position(BOOTS, 10));
        Retention retention = new Retention(
                LINE,
                "retention",
                local,
                Optional.of(production),
                new Retention.Settings(WINDOW, Duration.ofMinutes(1)),
                (upTo, stored) -> {
                    throw new JournalException(
                            "release journal segment", Path.of("x"), "read-only", "give write access");
                },
                () -> here);
        retention.pass();
        assertThat(boots()).hasSize(BOOTS);
        assertThat(keeps(retention)).contains("release journal segment");
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(local.url(), local.user(), local.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
