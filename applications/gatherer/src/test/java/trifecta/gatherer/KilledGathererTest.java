package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.feed.Feed;
import trifecta.feed.StartNote;
import trifecta.journal.EntryKind;
import trifecta.journal.Journal;
import trifecta.journal.JournalEntry;
import trifecta.journal.JournalLimits;
import trifecta.journal.JournalReader;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;
import trifecta.store.DatabaseAddress;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** The feed's loop, ended at any moment without a word: the rows are those of a line that never died. */
class KilledGathererTest {
    private static final FeedLoop.Settings SETTINGS = new FeedLoop.Settings(Duration.ofMillis(5), 64);
    private static final int ENTRIES = 3_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private long micros = 1_790_000_000_000_000L;

    private void append(Journal journal, EntryKind kind, int connection, byte[] bytes) {
        micros += 100;
        journal.append(kind, connection, micros, bytes, 0, bytes.length);
    }

    /** One boot's worth of entries: a subscription of two markets and deltas. */
    private void boot(Journal journal, StartNote.Predecessor predecessor, SplittableRandom random) {
        FrameEncoder encoder = new FrameEncoder();
        append(
                journal,
                EntryKind.STARTED,
                0,
                new StartNote(1, "test", predecessor).text().getBytes(StandardCharsets.UTF_8));
        append(journal, EntryKind.OPENED, 1, new byte[0]);
        List<String> markets = List.of("A", "B");
        append(
                journal,
                EntryKind.SENT,
                1,
                CommandCodec.encode(new Command.Subscribe(1, List.of("orderbook_delta"), markets)));
        append(
                journal,
                EntryKind.FRAME,
                1,
                encoder.encode(1, Envelope.ABSENT, Envelope.ABSENT, new Message.Subscribed("orderbook_delta", 1)));
        long seq = 0;
        for (String market : markets) {
            Message snapshot = new Message.Snapshot(market, List.of(), Times.ABSENT);
            append(journal, EntryKind.FRAME, 1, encoder.encode(Envelope.ABSENT, 1, ++seq, snapshot));
        }
        for (int i = 0; i < ENTRIES; i++) {
            Message delta = new Message.Delta(
                    markets.get(random.nextInt(2)), micros, Side.YES, 10_000 * (1 + random.nextInt(90)), 100);
            append(journal, EntryKind.FRAME, 1, encoder.encode(Envelope.ABSENT, 1, ++seq, delta));
        }
    }

    private static DatabaseAddress database() {
        TestDatabase fresh = TestPostgres.shared().database("killed");
        return new DatabaseAddress(fresh.url(), fresh.user(), fresh.password());
    }

    private FeedLoop loop(Journal journal, EventStore store) {
        return new FeedLoop(
                1,
                journal,
                store,
                new Checkpoints(folder.resolve("checkpoints")),
                SETTINGS,
                System::nanoTime,
                new FeedProgress(() -> micros),
                row -> {});
    }

    private List<LineEvent> expected(Journal journal) throws Exception {
        List<LineEvent> rows = new ArrayList<>();
        Feed feed = new Feed();
        try (JournalReader reader = journal.reader(Position.START)) {
            while (!feed.position().equals(journal.last())) {
                JournalEntry entry = reader.poll(Duration.ofSeconds(5)).orElseThrow();
                rows.add(feed.accept(entry));
            }
        }
        return rows;
    }

    private static List<LineEvent> events(StoredLine line) {
        return line.rows.stream().map(StoredLine.Row::event).toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theTailOfADeadBootIsStoredFirst(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        DatabaseAddress address = database();
        try (Journal journal =
                Journal.open(folder.resolve("journal"), JournalLimits.DEFAULTS, InstantSource.system())) {
            boot(journal, StartNote.Predecessor.NONE, random);
            EventStore store = new EventStore(address, "gatherer", random.split());
            store.openOnce();
            Thread feeding = Thread.ofPlatform().start(() -> runQuietly(loop(journal, store)));
            long killAt = random.nextLong(ENTRIES);
            while (StoredLine.read(address).last().n() < killAt) {
                Thread.sleep(20);
            }
            // Abandoned as a kill leaves it: no drain, no checkpoint, the last batch with unknown outcome.
            store.stop();
            feeding.interrupt();
            feeding.join();
        }
        try (Journal journal = Journal.open(folder.resolve("journal"), JournalLimits.DEFAULTS, InstantSource.system());
                EventStore store = new EventStore(address, "gatherer", random.split())) {
            boot(journal, StartNote.Predecessor.CRASHED, random);
            FeedLoop loop = loop(journal, store);
            loop.finish();
            loop.run();
            StoredLine line = StoredLine.read(address);
            line.assertDense();
            assertThat(events(line)).isEqualTo(expected(journal));
            assertThat(line.last()).isEqualTo(journal.last());
        }
    }

    @Test
    void aCheckpointSavesTheReplayAndChangesNothing() throws Exception {
        DatabaseAddress address = database();
        SplittableRandom random = new SplittableRandom(4);
        for (int run = 1; run <= 3; run++) {
            try (Journal journal =
                            Journal.open(folder.resolve("journal"), JournalLimits.DEFAULTS, InstantSource.system());
                    EventStore store = new EventStore(address, "gatherer", random.split())) {
                boot(journal, StartNote.Predecessor.STOPPED, random);
                FeedLoop loop = loop(journal, store);
                loop.finish();
                loop.run();
                Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));
                assertThat(checkpoints.newest(journal.last()).orElseThrow().position())
                        .isEqualTo(journal.last());
                Position elsewhere = new Position(journal.boot(), journal.last().n() - 1);
                assertThat(checkpoints.newest(elsewhere)).isEmpty();
                assertThat(events(StoredLine.read(address))).isEqualTo(expected(journal));
            }
        }
    }

    @Test
    void aDatabaseThatIsAheadOfTheJournalStopsTheLine() throws Exception {
        DatabaseAddress address = database();
        SplittableRandom random = new SplittableRandom(5);
        for (String name : List.of("first", "second")) {
            try (Journal journal = Journal.open(folder.resolve(name), JournalLimits.DEFAULTS, InstantSource.system());
                    EventStore store = new EventStore(address, "gatherer", random.split())) {
                boot(journal, StartNote.Predecessor.NONE, random);
                FeedLoop loop = loop(journal, store);
                loop.finish();
                if (name.equals("first")) {
                    loop.run();
                } else {
                    org.assertj.core.api.Assertions.assertThatThrownBy(loop::run)
                            .isInstanceOf(trifecta.service.OperatingException.class)
                            .hasMessageContaining("boot 1 already");
                }
            }
        }
    }

    private static void runQuietly(FeedLoop loop) {
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
