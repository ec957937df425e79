package trifecta.deduplicator;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.local.EventAppender;
import trifecta.store.production.Loaded;
import trifecta.store.production.ProductionReader;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** Lines' databases and a production database on a real server, and sessions that merge the ones into the other. */
final class MergeStage implements AutoCloseable {
    /** Steps of a session until everything has to be merged. */
    private static final int STEPS_MOST = 5_000;

    /** Time passes fast for whoever waits for more that does not come; not for what a busy machine has not read yet. */
    private static final long WAITING_NANOS = Duration.ofSeconds(1).toNanos();

    static final int ROWS_IN_MEMORY = 2_000;

    private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();

    final Progress progress;
    final TestDatabase production;
    final BackfillInbox inbox = new BackfillInbox();
    final LackingMarkets lacking = new LackingMarkets();

    private final List<TestDatabase> lines = new ArrayList<>();
    private final List<EventAppender> appenders = new ArrayList<>();
    private final DeduplicatorConfig config;
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    private @Nullable Session session;

    MergeStage(int count) throws StoreException {
        production = TestPostgres.shared().database("merged");
        for (int line = 0; line < count; line++) {
            lines.add(TestPostgres.shared().database("line"));
            appenders.add(EventAppender.open(address(lines.get(line)), "gatherer"));
        }
        config = new DeduplicatorConfig(
                "test",
                lines.stream().map(MergeStage::address).toList(),
                address(production),
                500,
                2_000,
                ROWS_IN_MEMORY,
                Duration.ofMillis(2),
                Optional.empty(),
                Duration.ofMinutes(5),
                0);
        progress = new Progress(count, InstantSource.system(), this::tick);
    }

    private long tick() {
        return ticks.addAndGet(TICK_NANOS);
    }

    private static DatabaseAddress address(TestDatabase database) {
        return new DatabaseAddress(database.url(), database.user(), database.password());
    }

    DatabaseAddress productionAddress() {
        return address(production);
    }

    void append(int line, int boot, List<LineEvent> events) throws StoreException {
        appenders.get(line).append(boot, events);
    }

    /** Appends a boot of rows that follow each other, and takes them as numbered. */
    void append(int line, int boot, int firstN, LineEvent.Body... bodies) throws StoreException {
        List<LineEvent> events = new ArrayList<>();
        for (LineEvent.Body body : bodies) {
            int sid = body instanceof LineEvent.Heartbeat ? 0 : Tape.BOOK_SID;
            events.add(new LineEvent(
                    firstN + events.size(), Happening.BEGIN_MICROS + 1_000, sid == 0 ? 0 : 1, sid, null, body));
        }
        append(line, boot, events);
    }

    /** The line's database is lost and set up anew. */
    void rebuild(int line) throws StoreException, SQLException {
        appenders.get(line).close();
        execute(lines.get(line), "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        appenders.set(line, EventAppender.open(address(lines.get(line)), "gatherer"));
    }

    Session open() throws StoreException {
        Lasting lasting = new Lasting(progress, lacking, inbox, batch -> {});
        return Session.open(config, InstantSource.system(), this::tick, lasting, failed::set);
    }

    /** One step of the present session, a new one when it had to be given up. */
    void step() throws StoreException, InterruptedException {
        Session present = session == null ? open() : session;
        session = present;
        if (!present.step()) {
            closeSession();
        }
        Throwable defect = failed.get();
        if (defect != null) {
            throw new AssertionError("a tap failed", defect);
        }
    }

    void closeSession() {
        Session present = session;
        if (present != null) {
            present.close();
            session = null;
        }
    }

    void pass(Duration time) {
        ticks.addAndGet(time.toNanos());
    }

    boolean hasSession() {
        return session != null;
    }

    /** Another session opens production while the present one goes on unaware. */
    Session takeOver() throws StoreException {
        Session former = session;
        session = open();
        if (former == null) {
            throw new IllegalStateException("nobody to take over from");
        }
        return former;
    }

    /** Merges until production has taken the lines up to their ends, and the session knows it. */
    void mergeUpTo(List<Position> ends) throws StoreException, InterruptedException {
        for (int i = 0; i < STEPS_MOST; i++) {
            step();
            Session present = session;
            if (present != null && present.isCaughtUp()) {
                ticks.addAndGet(WAITING_NANOS);
            }
            if (present != null && !present.isWriting() && cursors().equals(ends)) {
                return;
            }
        }
        throw new AssertionError("not merged: " + cursors() + " of " + ends + "; " + progress.status());
    }

    /** Steps until what the ledger stores now and then is stored, too. */
    void settle() throws StoreException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            ticks.addAndGet(2 * WAITING_NANOS);
            step();
            while (session != null && session.isWriting()) {
                step();
            }
        }
    }

    private List<Position> cursors() throws StoreException {
        try (ProductionReader reader = ProductionReader.open(address(production), "test")) {
            Map<Integer, Loaded.Line> known = reader.state().lines();
            List<Position> cursors = new ArrayList<>();
            for (int line = 1; line <= lines.size(); line++) {
                Loaded.Line at = known.get(line);
                cursors.add(at == null ? Position.START : at.cursor().position());
            }
            return cursors;
        }
    }

    /** A query's rows, columns separated by blanks. */
    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = production.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        closeSession();
        appenders.forEach(EventAppender::close);
    }
}
