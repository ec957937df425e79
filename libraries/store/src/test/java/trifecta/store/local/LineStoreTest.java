package trifecta.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch.Cause;

/** What is appended is read again, once, in order, and a line that is another one is told apart. */
class LineStoreTest {
    private static final String GATHERER = "trifecta gatherer 1";

    private final DatabaseAddress address = Addresses.fresh("line");

    @Test
    void everyKindOfEventComesBackAsItWas() throws StoreException {
        long seed = 4711;
        List<LineEvent> events = new RandomEvents(seed).events(1, 3000);
        append(1, events);
        assertThat(readAll(LineCursor.START, 700)).as("seed " + seed).isEqualTo(events);
    }

    @Test
    void eventsThatAreStoredAlreadyAreSkipped() throws StoreException, SQLException {
        List<LineEvent> events = new RandomEvents(1).events(1, 100);
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            appender.append(1, events.subList(0, 60));
            appender.append(1, events.subList(0, 60));
            appender.append(1, events.subList(40, 100));
            assertThat(appender.last()).isEqualTo(new Position(1, 100));
        }
        assertThat(readAll(LineCursor.START, 1000)).isEqualTo(events);
        assertThat(Sql.value(address, "SELECT count(*) FROM events")).isEqualTo("100");
    }

    @Test
    void aHoleBehindTheLastPositionIsRefused() throws StoreException {
        List<LineEvent> events = new RandomEvents(2).events(1, 10);
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            appender.append(1, events.subList(0, 3));
            assertThatThrownBy(() -> appender.append(1, events.subList(4, 10)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hole");
        }
    }

    @Test
    void theNextAppenderGoesOnWhereTheLastOneStopped() throws StoreException {
        RandomEvents random = new RandomEvents(3);
        append(1, random.events(1, 50));
        try (EventAppender second = EventAppender.open(address, GATHERER)) {
            assertThat(second.last()).isEqualTo(new Position(1, 50));
            second.append(1, random.events(51, 5));
            second.append(2, random.events(1, 7));
        }
        assertThat(readAll(LineCursor.START, 20)).hasSize(62);
    }

    @Test
    void aPredecessorThatCommitsLateIsWaitedForAndItsRowsAreSkipped() throws Exception {
        List<LineEvent> events = new RandomEvents(4).events(1, 30);
        append(1, events.subList(0, 10));
        try (Connection late = Sql.connect(address);
                EventAppender appender = EventAppender.open(address, GATHERER)) {
            late.setAutoCommit(false);
            try (Statement insert = late.createStatement()) {
                insert.execute("INSERT INTO events (boot, n, received_us, connection, sid, kind) "
                        + "SELECT 1, n, 0, 0, 0, 15 FROM generate_series(11, 15) n");
                Thread committer = Thread.ofVirtual().unstarted(() -> commitOnceAwaited(late));
                committer.start();
                appender.append(1, events.subList(10, 30));
                committer.join();
            }
        }
        assertThat(Sql.value(address, "SELECT count(*), min(n), max(n) FROM events"))
                .isEqualTo("30|1|30");
        assertThat(Sql.value(address, "SELECT count(*) FROM events WHERE kind = 15 AND received_us = 0"))
                .isEqualTo("5");
        List<LineEvent> read = readAll(LineCursor.START, 100);
        assertThat(read.subList(0, 10)).isEqualTo(events.subList(0, 10));
        assertThat(read.subList(15, 30)).isEqualTo(events.subList(15, 30));
    }

    @Test
    void anotherAppenderOfTheSameNameIsEndedAtOpenAndItsOpenTransactionWithIt() throws Exception {
        List<LineEvent> events = new RandomEvents(5).events(1, 20);
        try (EventAppender first = EventAppender.open(address, GATHERER)) {
            first.append(1, events.subList(0, 10));
            try (EventAppender second = EventAppender.open(address, GATHERER)) {
                assertThatThrownBy(() -> first.append(1, events.subList(10, 12)))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.passing()).isTrue());
                assertThat(second.last()).isEqualTo(new Position(1, 10));
            }
            first.append(1, events);
        }
        assertThat(readAll(LineCursor.START, 100)).isEqualTo(events);
    }

    @Test
    void whateverIsCutInTheMiddleIsStoredOnceInTheEnd() throws Exception {
        long seed = 77;
        SplittableRandom random = new SplittableRandom(seed);
        List<LineEvent> events = new RandomEvents(seed).events(1, 400);
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            int begin = 0;
            while (begin < events.size()) {
                int end = Math.min(events.size(), begin + random.nextInt(1, 40));
                Thread cutter = random.nextInt(3) == 0 ? cutSoon(random.nextInt(3_000_000)) : null;
                try {
                    appender.append(1, events.subList(begin, end));
                    begin = end;
                } catch (StoreException e) {
                    assertThat(e.passing())
                            .as("seed " + seed + ": " + e.getMessage())
                            .isTrue();
                }
                if (cutter != null) {
                    cutter.join();
                }
            }
        }
        assertThat(readAll(LineCursor.START, 100)).as("seed " + seed).isEqualTo(events);
    }

    @Test
    void aDatabaseThatIsRewoundUnderALivingAppenderNeedsANewStart() throws StoreException, SQLException {
        List<LineEvent> events = new RandomEvents(18).events(1, 60);
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            appender.append(1, events.subList(0, 50));
            Sql.execute(
                    address,
                    "DROP TABLE events_b1_c0",
                    "DELETE FROM markets",
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" + GATHERER
                            + "' AND datname = current_database()");
            assertThatThrownBy(() -> appender.append(1, events.subList(50, 60))).isInstanceOf(StoreException.class);
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(() -> appender.append(1, events.subList(50, 60)))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("rewound");
            }
        }
        append(1, events);
        assertThat(readAll(LineCursor.START, 100)).isEqualTo(events);
    }

    @Test
    void readingStopsBeforeTheFirstMissingNumber() throws StoreException, SQLException {
        append(1, new RandomEvents(6).events(1, 10));
        Sql.execute(address, "DELETE FROM events WHERE n = 5");
        assertThat(readAll(LineCursor.START, 100)).extracting(LineEvent::n).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aHoleBeforeALaterBootIsSteppedOverInTheOpen() throws StoreException, SQLException {
        append(1, new RandomEvents(6).events(1, 10));
        append(2, new RandomEvents(7).events(1, 10));
        Sql.execute(address, "DELETE FROM events WHERE boot = 1 AND n = 5");
        try (LineReader reader = LineReader.open(address, "reader")) {
            LineBatch.Rows rows = (LineBatch.Rows) reader.read(LineCursor.START, 100);
            LineBatch.Torn torn = (LineBatch.Torn) reader.read(rows.next(), 100);
            assertThat(torn.rows().events().getFirst().n()).isEqualTo(6);
            LineBatch.Rows rest = (LineBatch.Rows) reader.read(torn.rows().next(), 100);
            assertThat(rest.boot()).isEqualTo(2);
        }
    }

    @Test
    void aBatchNeverCrossesBootsAndALaterBootFollowsTheLastRow() throws StoreException {
        append(3, new RandomEvents(8).events(1, 10));
        append(5, new RandomEvents(9).events(1, 10));
        try (LineReader reader = LineReader.open(address, "reader")) {
            LineBatch.Rows first = (LineBatch.Rows) reader.read(LineCursor.START, 100);
            LineBatch.Rows second = (LineBatch.Rows) reader.read(first.next(), 100);
            LineBatch.Rows third = (LineBatch.Rows) reader.read(second.next(), 100);
            assertThat(first.boot()).isEqualTo(3);
            assertThat(second.boot()).isEqualTo(5);
            assertThat(second.next().position()).isEqualTo(new Position(5, 10));
            assertThat(third.events()).isEmpty();
            assertThat(third.next()).isEqualTo(second.next());
        }
    }

    @Test
    void anEmptyLineGivesNothingAndLeavesTheCursor() throws StoreException {
        append(1, List.of());
        try (LineReader reader = LineReader.open(address, "reader")) {
            assertThat(reader.read(LineCursor.START, 10)).isEqualTo(new LineBatch.Rows(0, List.of(), LineCursor.START));
        }
    }

    @Test
    void oldRowsMayBeGoneAtTheStart() throws StoreException, SQLException {
        append(1, new RandomEvents(10).events(1, 20));
        Sql.execute(address, "DELETE FROM events WHERE n < 8");
        assertThat(readAll(LineCursor.START, 100))
                .extracting(LineEvent::n)
                .startsWith(8L)
                .hasSize(13);
    }

    @Test
    void aRowThatReadsDifferentlyEstranges() throws StoreException, SQLException {
        append(1, new RandomEvents(11).events(1, 20));
        LineCursor cursor = cursorAt(10);
        Sql.execute(address, "UPDATE events SET received_us = received_us + 1 WHERE n = 10");
        assertThat(estrangement(cursor)).isEqualTo(Cause.ANCHOR_DIFFERS);
    }

    @Test
    void aRewoundLineEstrangesUntilItIsFilledAgain() throws StoreException, SQLException {
        List<LineEvent> events = new RandomEvents(12).events(1, 20);
        append(1, events);
        LineCursor cursor = cursorAt(10);
        Sql.execute(address, "DELETE FROM events WHERE n >= 9");
        assertThat(estrangement(cursor)).isEqualTo(Cause.ANCHOR_MISSING);
        append(1, events);
        assertThat(readAll(cursor, 100)).isEqualTo(events.subList(10, 20));
    }

    @Test
    void anotherDatabaseEstranges() throws StoreException {
        append(1, new RandomEvents(13).events(1, 20));
        LineCursor cursor = cursorAt(10);
        Incarnation other = new Incarnation(
                cursor.incarnation().uuid(), cursor.incarnation().systemIdentifier(), 2);
        assertThat(cursor.incarnation().timeline()).isEqualTo(1);
        assertThat(estrangement(new LineCursor(other, cursor.position(), cursor.anchor())))
                .isEqualTo(Cause.INCARNATION);
    }

    @Test
    void chunksAreMadeAheadAndRowsCrossThem() throws StoreException, SQLException {
        long border = EventPartitions.CHUNK_ROWS;
        List<LineEvent> events = new RandomEvents(14).events(border - 10, 20);
        append(1, events);
        assertThat(Sql.rows(
                        address,
                        "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'events'::regclass ORDER BY 1"))
                .containsExactly("events_b1_c0", "events_b1_c1");
        assertThat(Sql.value(address, "SELECT count(*) FROM events_b1_c1")).isEqualTo("10");
        assertThat(readAll(LineCursor.START, 7)).isEqualTo(events);
    }

    @Test
    void theViewSpeaksToPeople() throws StoreException, SQLException {
        append(1, new RandomEvents(15).events(1, 300));
        assertThat(Sql.rows(address, "SELECT DISTINCT kind FROM line_events ORDER BY kind"))
                .contains("delta", "snapshot starts", "trade", "lifecycle", "kept", "heartbeat");
        assertThat(Sql.value(address, "SELECT count(*) FROM line_events WHERE kind IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void aReaderNeedsNoMoreThanItsRole() throws StoreException, SQLException {
        append(1, new RandomEvents(16).events(1, 30));
        Sql.execute(
                address,
                "DO $$ BEGIN CREATE ROLE only_reads LOGIN IN ROLE trifecta_reader;"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        DatabaseAddress reader = new DatabaseAddress(address.url(), "only_reads", "");
        assertThat(readAll(reader, LineCursor.START, 100)).hasSize(30);
    }

    private void append(int boot, List<LineEvent> events) throws StoreException {
        try (EventAppender appender = EventAppender.open(address, GATHERER)) {
            appender.append(boot, events);
        }
    }

    private LineCursor cursorAt(int rows) throws StoreException {
        try (LineReader reader = LineReader.open(address, "reader")) {
            return ((LineBatch.Rows) reader.read(LineCursor.START, rows)).next();
        }
    }

    private Cause estrangement(LineCursor cursor) throws StoreException {
        try (LineReader reader = LineReader.open(address, "reader")) {
            return ((LineBatch.Estranged) reader.read(cursor, 100)).cause();
        }
    }

    private List<LineEvent> readAll(LineCursor after, int maxRows) throws StoreException {
        return readAll(address, after, maxRows);
    }

    private static List<LineEvent> readAll(DatabaseAddress from, LineCursor after, int maxRows) throws StoreException {
        List<LineEvent> all = new ArrayList<>();
        try (LineReader reader = LineReader.open(from, "reader")) {
            LineBatch.Rows rows = (LineBatch.Rows) reader.read(after, maxRows);
            while (!rows.events().isEmpty()) {
                assertThat(rows.events()).hasSizeLessThanOrEqualTo(maxRows);
                all.addAll(rows.events());
                rows = (LineBatch.Rows) reader.read(rows.next(), maxRows);
            }
        }
        return all;
    }

    /** Cuts the appender's backend after some nanoseconds, wherever it then is. */
    private Thread cutSoon(long nanos) {
        return Thread.ofVirtual().start(() -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < nanos) {
                Thread.onSpinWait();
            }
            try {
                Sql.execute(
                        address,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + GATHERER
                                + "' AND datname = current_database()");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void commitOnceAwaited(Connection late) {
        try {
            while (!Sql.value(address, "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                    .equals("1")) {
                Thread.onSpinWait();
            }
            late.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
