package trifecta.benchmarks.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.local.EventAppender;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;
import trifecta.store.postgres.Connections;
import trifecta.store.production.CommitResult;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.CursorMove;
import trifecta.store.production.ProductionBatch.MarketState;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/**
 * Measures appending, reading and committing on a durable server of its own, the ways of each in turns so that they share
 * whatever else the machine does. Arguments choose
 * among append, read and commit. Prints one line for each: rows by the clock (median and best of the rounds), and rows by the
 * time that all processors spent, client and server together, which other load disturbs little.
 */
public final class StoreBenchmark {
    private static final int ROUNDS = 5;

    private final TestPostgres server;

    private StoreBenchmark(TestPostgres server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        try (TestPostgres server = TestPostgres.start(Map.of("shared_buffers", "256MB", "max_wal_size", "4GB"))) {
            StoreBenchmark benchmark = new StoreBenchmark(server);
            List<String> wanted = arguments.length == 0 ? List.of("append", "read", "commit") : List.of(arguments);
            for (int batch : wanted.contains("append") ? new int[] {1, 20, 200, 2_000, 10_000} : new int[] {}) {
                benchmark.appending(batch);
            }
            if (wanted.contains("read")) {
                benchmark.reading(1_000_000, 10_000);
            }
            for (int batch : wanted.contains("commit") ? new int[] {1, 100, 2_000, 20_000} : new int[] {}) {
                benchmark.committing(batch);
            }
        }
    }

    private interface Way {
        void run(int boot, List<LineEvent> events) throws Exception;
    }

    private void appending(int batch) throws Exception {
        DatabaseAddress address = address(server.database("append"));
        int batches = Math.clamp(100_000 / batch, 10, 100);
        try (EventAppender chosen = EventAppender.open(address, "chosen");
                Connection other = Connections.open(address, "other")) {
            for (int boot = 1; boot <= 4; boot++) {
                chosen.append(boot, new Deltas().events(1, 2_000));
            }
            LocalWays ways = new LocalWays(other);
            Way[] run = {chosen::append, ways::whole, ways::temporary, ways::arrays};
            String[] names = {
                "copy into the partition (chosen)",
                "copy into the whole table",
                "copy, temp, on conflict",
                "arrays, on conflict"
            };
            Figures[] figures = figures(run.length);
            long[] next = new long[run.length];
            Arrays.fill(next, 2_001);
            for (int round = 0; round < ROUNDS; round++) {
                for (int way = 0; way < run.length; way++) {
                    // The chosen one goes on in the last boot, since an appender never returns to an earlier one.
                    int boot = way == 0 ? 4 : way;
                    List<List<LineEvent>> work = new ArrayList<>();
                    for (int i = 0; i < batches; i++) {
                        work.add(new Deltas().events(next[way], batch));
                        next[way] += batch;
                    }
                    figures[way].begin();
                    for (List<LineEvent> events : work) {
                        run[way].run(boot, events);
                    }
                    figures[way].end((long) batch * batches);
                }
            }
            for (int way = 0; way < run.length; way++) {
                figures[way].print("append " + batch + " rows: " + names[way], batch);
            }
        }
    }

    private void reading(int rows, int batch) throws Exception {
        DatabaseAddress address = address(server.database("read"));
        try (EventAppender appender = EventAppender.open(address, "writer")) {
            for (int first = 1; first < rows; first += 10_000) {
                appender.append(1, new Deltas().events(first, 10_000));
            }
        }
        Figures[] figures = figures(2);
        for (int round = 0; round < ROUNDS; round++) {
            try (LineReader reader = LineReader.open(address, "reader")) {
                figures[0].begin();
                long read = 0;
                LineBatch.Rows got = (LineBatch.Rows) reader.read(LineCursor.START, batch);
                while (!got.events().isEmpty()) {
                    read += got.events().size();
                    got = (LineBatch.Rows) reader.read(got.next(), batch);
                }
                figures[0].end(read);
            }
            try (Connection connection = Connections.open(address, "reader")) {
                figures[1].begin();
                figures[1].end(prepared(connection, batch));
            }
        }
        figures[0].print("read by COPY, decoded (chosen)", batch);
        figures[1].print("read by prepared statement, columns only", batch);
    }

    private static long prepared(Connection connection, int batch) throws Exception {
        long read = 0;
        long sum = 0;
        try (PreparedStatement statement = connection.prepareStatement("SELECT n, received_us, exchange_us, delta,"
                + " size_after, book_hash, boot, connection, sid, market_key, price, kind, break_before, side, content"
                + " FROM events WHERE boot = 1 AND n > ? ORDER BY n LIMIT ?")) {
            long last = 0;
            while (true) {
                statement.setLong(1, last);
                statement.setInt(2, batch);
                long before = read;
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        last = row.getLong(1);
                        for (int column = 2; column <= 14; column++) {
                            sum += row.getLong(column);
                        }
                        sum += row.getBytes(15) == null ? 0 : 1;
                        read++;
                    }
                }
                if (read == before) {
                    return sum == 0 ? 0 : read;
                }
            }
        }
    }

    private void committing(int batch) throws Exception {
        DatabaseAddress address = address(server.database("commit"));
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(Deltas.BEGIN_MICROS / 1_000_000));
        int batches = Math.clamp(200_000 / batch, 5, 100);
        Figures figures = new Figures(server);
        try (ProductionWriter writer = ProductionWriter.open(address, "writer", 3, clock)) {
            Deltas deltas = new Deltas();
            LineCursor at = LineCursor.START;
            long seq = 0;
            for (int round = 0; round < ROUNDS; round++) {
                List<ProductionBatch> work = new ArrayList<>();
                for (int i = 0; i < batches; i++) {
                    ProductionBatch rows = ProductionBatch.empty();
                    LineCursor to = new LineCursor(Incarnation.NONE, new Position(1, seq + batch), seq + batch);
                    rows.moves().add(new CursorMove(1, at, to, new byte[100]));
                    at = to;
                    for (int j = 0; j < batch; j++) {
                        rows.bookRows()
                                .add(new BookRow(deltas.market(), ++seq << 20, false, deltas.change(), 1, 1, seq));
                    }
                    for (int market = 0; market < Math.min(batch, 300); market++) {
                        rows.states().add(new MarketState(Deltas.market(market), new byte[120], null));
                    }
                    work.add(rows);
                }
                figures.begin();
                for (ProductionBatch rows : work) {
                    if (!(writer.commit(rows) instanceof CommitResult.Committed)) {
                        throw new IllegalStateException("fenced");
                    }
                }
                figures.end((long) batch * batches);
            }
        }
        figures.print("commit " + batch + " book rows, " + Math.min(batch, 300) + " market states", batch);
    }

    private Figures[] figures(int ways) {
        Figures[] figures = new Figures[ways];
        Arrays.setAll(figures, way -> new Figures(server));
        return figures;
    }

    private static DatabaseAddress address(TestDatabase database) {
        return new DatabaseAddress(database.url(), database.user(), database.password());
    }
}
