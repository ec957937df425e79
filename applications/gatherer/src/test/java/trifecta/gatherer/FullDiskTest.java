package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trifecta.journal.JournalFolder;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.service.OperatingException;
import trifecta.service.ServiceRun;
import trifecta.service.status.Status;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.CursorMove;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** A whole gatherer on a disk of a few megabytes that somebody else fills. */
class FullDiskTest extends GathererStage {
    private static final String RESERVE = "4MB";
    private static final long RESERVE_BYTES = 4L << 20;

    private Path disk = Path.of("");

    FullDiskTest() {
        super(Duration.ofSeconds(30));
    }

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = mounted("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
        if (!mounted) {
            System.out.println("FullDiskTest skipped: a small tmpfs cannot be mounted here (needs root)");
        }
        assumeTrue(mounted, "a small tmpfs cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        mounted("umount", "-l", disk.toString());
    }

    private static boolean mounted(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program here
        }
    }

    /** Somebody else's file, which leaves so much free. */
    private Path fillBut(long freeBytes) throws IOException {
        Path file = disk.resolve("filler");
        long bytes = Files.getFileStore(disk).getUsableSpace() - freeBytes;
        Files.write(file, new byte[Math.toIntExact(bytes)]);
        return file;
    }

    private Map<String, String> onTheDisk() {
        Map<String, String> settings = settings();
        settings.put("gatherer.folder", disk.resolve("line").toString());
        settings.put("gatherer.disk-reserve", RESERVE);
        return settings;
    }

    private static ServiceRun run(Map<String, String> settings) {
        return ServiceRun.start(new GathererApplication(), settings);
    }

    private StoredLine stored() throws StoreException {
        return StoredLine.read(database);
    }

    private void awaitDeltas(long deltas) throws Exception {
        eventually("the books are subscribed", () -> exchange.books.subscribedMarkets() == 2);
        exchange.books.changes(100);
        eventually(deltas + " deltas are stored", () -> stored().count(LineEvent.Delta.class) >= deltas);
    }

    private static Status status(ServiceRun gatherer) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Objects.requireNonNullElse(
                    Status.ask(client, Map.of("gatherer", gatherer.statusAddress()))
                            .get("gatherer"),
                    Status.EMPTY);
        }
    }

    @Test
    void whenTheReserveIsTouchedTheLineEndsOnRecordAndGoesOnOnceThereIsRoom() throws Exception {
        exchange.books.open("A", "B");
        ServiceRun first = run(onTheDisk());
        awaitDeltas(100);
        assertThat(status(first).text("disk")).isEqualTo("ok");
        Path filler = fillBut(RESERVE_BYTES - (64 << 10));
        assertThatThrownBy(first::await)
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("its disk is full")
                .hasMessageContaining("make room there");
        StoredLine line = stored();
        line.assertDense();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.rows.getLast().event().body()).isEqualTo(new LineEvent.Break(BreakReason.STOPPED));
        long boots = new JournalFolder(disk.resolve("line/journal")).boots().size();

        assertThatThrownBy(run(onTheDisk())::await)
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("its disk is full");
        assertThat(new JournalFolder(disk.resolve("line/journal")).boots()).hasSize(Math.toIntExact(boots));

        Files.delete(filler);
        eventually("the exchange noticed", () -> exchange.books.connections() == 0);
        try (ServiceRun second = run(onTheDisk())) {
            awaitDeltas(200);
            assertThat(second.alive()).isTrue();
        }
        StoredLine whole = stored();
        whole.assertDense();
        whole.assertRunsAreTrue(exchange.books.truth);
        assertThat(whole.rows).noneMatch(row -> row.event().body().equals(new LineEvent.Break(BreakReason.CRASHED)));
    }

    @Test
    void fromTheMarkOnItWarnsAndGoesOn() throws Exception {
        exchange.books.open("A", "B");
        try (ServiceRun gatherer = run(onTheDisk())) {
            eventually("it is live", () -> status(gatherer).text("state").equals("live"));
            Path filler = fillBut(RESERVE_BYTES + (256 << 10));
            eventually("it says so", () -> status(gatherer).text("disk").equals("filling"));
            assertThat(status(gatherer).text("state")).isEqualTo("live");
            assertThat(status(gatherer).count("diskUsedPercent").orElse(0)).isBetween(80L, 84L);
            awaitDeltas(100);
            Files.delete(filler);
            eventually(
                    "there is room again", () -> status(gatherer).text("disk").equals("ok"));
        }
    }

    @Test
    void aStartOnAFullDiskLetsGoOfWhatMayGoAndGoesOn() throws Exception {
        TestDatabase fresh = TestPostgres.shared().database("production");
        DatabaseAddress production = new DatabaseAddress(fresh.url(), fresh.user(), fresh.password());
        Map<String, String> settings = onTheDisk();
        settings.put("gatherer.production-url", production.url());
        settings.put("gatherer.production-user", production.user());
        settings.put("gatherer.production-password", production.password());
        exchange.books.open("A", "B");
        for (int boot = 1; boot <= 2; boot++) {
            try (ServiceRun gatherer = run(settings)) {
                awaitDeltas(100L * boot);
                exchange.books.changes(2000);
                awaitDeltas(2100L * boot);
                assertThat(gatherer.alive()).isTrue();
            }
            eventually("the exchange noticed", () -> exchange.books.connections() == 0);
        }
        try (ProductionWriter writer = ProductionWriter.open(production, "merge", 1, InstantSource.system())) {
            fillBut(RESERVE_BYTES - (8 << 10));
            settings.put("gatherer.retention", "1ms");
            assertThatThrownBy(run(settings)::await).hasMessageContaining("its disk is full");
            assertThat(stored().rows.getFirst().boot())
                    .as("production has not taken it")
                    .isEqualTo(1);

            ProductionBatch batch = ProductionBatch.empty();
            batch.moves().add(new CursorMove(1, LineCursor.START, end(), new byte[0]));
            writer.commit(batch);
        }
        try (ServiceRun gatherer = run(settings)) {
            eventually("the books are subscribed", () -> exchange.books.subscribedMarkets() == 2);
            assertThat(gatherer.alive()).isTrue();
            assertThat(stored().rows.getFirst().boot()).isEqualTo(2);
            assertThat(new JournalFolder(disk.resolve("line/journal"))
                            .boots()
                            .getFirst()
                            .boot())
                    .isEqualTo(2);
            eventually("the line goes on", () -> stored().rows.getLast().boot() == 3);
        }
    }

    private LineCursor end() throws StoreException {
        LineCursor cursor = LineCursor.START;
        try (LineReader reader = LineReader.open(database, "merge")) {
            LineBatch.Rows rows = (LineBatch.Rows) reader.read(cursor, 1000);
            while (!rows.events().isEmpty()) {
                cursor = rows.next();
                rows = (LineBatch.Rows) reader.read(cursor, 1000);
            }
        }
        return cursor;
    }

    @Test
    void aFullDatabaseDiskOnlyMakesTheFeedLag() throws Exception {
        try (TestPostgres own = TestPostgres.start()) {
            Path space = Files.createDirectory(disk.resolve("space"));
            TestDatabase postgres = own.database("postgres", "postgres");
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLESPACE small LOCATION '" + space + "'");
                statement.execute("CREATE DATABASE line TEMPLATE template0 TABLESPACE small");
            }
            TestDatabase made = own.database("line", "postgres");
            database = new DatabaseAddress(made.url(), made.user(), made.password());
            exchange.books.open("A", "B");
            try (ServiceRun gatherer = run(settings())) {
                awaitDeltas(100);
                Path filler = fillBut(0);
                eventually("the database takes nothing more", () -> {
                    exchange.books.changes(200);
                    return status(gatherer).text("database").equals("down");
                });
                long durable = status(gatherer).count("durableN").orElseThrow();
                exchange.books.changes(500);
                eventually(
                        "the journal goes on",
                        () -> status(gatherer).count("durableN").orElse(0) >= durable + 500);
                Files.delete(filler);
                long sent = exchange.books.truth.values().stream()
                        .mapToLong(List::size)
                        .sum();
                eventually("everything is stored", () -> stored().count(LineEvent.Delta.class) >= sent);
                assertThat(gatherer.alive()).isTrue();
            }
            StoredLine line = stored();
            line.assertDense();
            line.assertRunsAreTrue(exchange.books.truth);
            assertThat(line.snapshots(SnapshotRole.STARTS)).as("no span ended").isEqualTo(2);
        }
    }
}
