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
import trifecta.market.BreakReason;
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
import trifecta.store.LineCursor;
import trifecta.store.local.EventAppender;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** The feed's loop, ended at any moment without a word: the rows are those of a line that never died. */
class KilledGathererTest {
    private static final FeedLoop.Settings SETTINGS = new FeedLoop.Settings(Duration.ofMillis(5), 64);
    private static final int ENTRIES = 3_000;

    /** Blocks of a few entries, segments of a few blocks. */
    private static final JournalLimits MANY_SEGMENTS =
            new JournalLimits(Duration.ofMillis(200), 4 << 10, 4 << 10, 32 << 10, 64 << 10, 1);

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

    /** A journal of one boot in many segments, of which those up to about the middle were let go. */
    private Position letGoOfTheFront(int boot, SplittableRandom random) throws Exception {
        Path place = folder.resolve("journal");
        try (Journal journal = Journal.open(place, MANY_SEGMENTS, InstantSource.system())) {
            assertThat(journal.boot()).isEqualTo(boot);
            boot(journal, StartNote.Predecessor.NONE, random);
        }
        Journal.release(place, new Position(boot, ENTRIES / 2));
        try (Journal journal = Journal.open(place, MANY_SEGMENTS, InstantSource.system(), 1, boot + 1)) {
            Position begin = journal.begin();
            assertThat(begin.boot()).isEqualTo(boot);
            assertThat(begin.n()).isBetween(1L, ENTRIES / 2L);
            return begin;
        }
    }

    private StoredLine takeWhatThereIs(DatabaseAddress address, SplittableRandom random) throws Exception {
        try (Journal journal = Journal.open(folder.resolve("journal"), MANY_SEGMENTS, InstantSource.system());
                EventStore store = new EventStore(address, "gatherer", random.split())) {
            boot(journal, StartNote.Predecessor.CRASHED, random);
            FeedLoop loop = loop(journal, store);
            loop.finish();
            loop.run();
            return StoredLine.read(address);
        }
    }

    @Test
    void anEmptyDatabaseBeginsWithWhatTheJournalStillHolds() throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        Position begin = letGoOfTheFront(1, random);
        StoredLine line = takeWhatThereIs(database(), random);
        assertThat(line.rows.getFirst().event().n()).isEqualTo(begin.n() + 1);
        assertThat(line.rows.stream().filter(row -> row.boot() == 1)).hasSize(ENTRIES + 6 - (int) begin.n());
        assertThat(line.rows.getLast().event().n()).isEqualTo(ENTRIES + 6);
    }

    @Test
    void aDatabaseThatEndsBeforeTheJournalBeginsShowsTheHole() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        DatabaseAddress address = database();
        try (Journal first = Journal.open(folder.resolve("journal"), MANY_SEGMENTS, InstantSource.system());
                EventAppender appender = EventAppender.open(address, "gatherer")) {
            boot(first, StartNote.Predecessor.NONE, random);
            appender.append(1, expected(first).subList(0, 50));
        }
        Position begin = letGoOfTheFront(2, random);
        try (Journal journal = Journal.open(folder.resolve("journal"), MANY_SEGMENTS, InstantSource.system());
                EventStore store = new EventStore(address, "gatherer", random.split())) {
            boot(journal, StartNote.Predecessor.CRASHED, random);
            FeedLoop loop = loop(journal, store);
            loop.finish();
            loop.run();
        }
        try (LineReader reader = LineReader.open(address, "reader")) {
            LineBatch.Rows rows = (LineBatch.Rows) reader.read(LineCursor.START, 100);
            assertThat(rows.events()).hasSize(50);
            LineBatch.Torn torn = (LineBatch.Torn) reader.read(rows.next(), 100);
            assertThat(torn.facts()).contains("boot 2 begins with " + (begin.n() + 1));
        }
    }

    @Test
    void whoDoesNotKnowWhatCameBeforeEndsAllSpansFirst() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        DatabaseAddress address = database();
        int stored = ENTRIES * 3 / 4;
        try (Journal first = Journal.open(folder.resolve("journal"), MANY_SEGMENTS, InstantSource.system());
                EventAppender appender = EventAppender.open(address, "gatherer")) {
            boot(first, StartNote.Predecessor.NONE, random);
            appender.append(1, expected(first).subList(0, stored));
        }
        Journal.release(folder.resolve("journal"), new Position(1, ENTRIES / 2));
        StoredLine line = takeWhatThereIs(address, random);
        line.assertDense();
        assertThat(line.rows.get(stored).event().body()).isEqualTo(new LineEvent.Break(BreakReason.UNDECODABLE));
        assertThat(line.rows.subList(stored + 1, ENTRIES + 6))
                .noneMatch(row -> row.event().body() instanceof LineEvent.Delta);
    }

    @Test
    void segmentsThatANextStartReplaysAreNeeded() throws Exception {
        DatabaseAddress address = database();
        SplittableRandom random = new SplittableRandom(9);
        Position far = new Position(1, 1_000_000);
        try (Journal journal = Journal.open(folder.resolve("journal"), MANY_SEGMENTS, InstantSource.system());
                EventStore store = new EventStore(address, "gatherer", random.split())) {
            boot(journal, StartNote.Predecessor.NONE, random);
            FeedLoop loop = loop(journal, store);
            loop.finish();
            loop.run();
            Position stored = journal.last();
            Checkpoints unread = new Checkpoints(folder.resolve("checkpoints"));
            assertThat(unread.unneeded(stored, stored))
                    .as("a state that nobody read")
                    .isEqualTo(new Position(1, 0));
            unread.newest(stored);
            assertThat(unread.unneeded(stored, stored)).isEqualTo(stored);
            assertThat(unread.unneeded(new Position(1, 9), stored)).isEqualTo(new Position(1, 9));
            assertThat(unread.unneeded(far, new Position(2, 1)))
                    .as("a boot before")
                    .isEqualTo(far);
            assertThat(unread.unneeded(new Position(1, 9), new Position(1, 5)))
                    .as("a database that was put back")
                    .isEqualTo(new Position(1, 0));
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
