package trifecta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.Position;

class JournalTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void readersSeeAnEntryAtOnceAndLaterFromDiskTheSame() throws Exception {
        List<Seen> written = new ArrayList<>();
        try (Journal journal = Writing.open(folder);
                JournalReader reader = journal.reader(Position.START)) {
            for (int i = 0; i < 500; i++) {
                written.add(Writing.append(journal, EntryKind.FRAME, i, Writing.EPOCH_MICROS - i * 7L, "frame " + i));
                assertThat(Seen.drain(reader)).containsExactly(written.getLast());
            }
            assertThat(reader.position()).isEqualTo(new Position(1, 500)).isEqualTo(journal.last());
        }
        assertThat(Seen.onDisk(folder, Position.START)).isEqualTo(written);
        assertThat(Seen.onDisk(folder, new Position(1, 321))).isEqualTo(written.subList(321, 500));
    }

    @Test
    void everyKindAndEveryExtremeSurvivesTheDisk() throws Exception {
        List<Seen> written = new ArrayList<>();
        try (Journal journal = Writing.open(folder)) {
            for (EntryKind kind : EntryKind.values()) {
                written.add(Writing.append(journal, kind, Integer.MAX_VALUE, Long.MAX_VALUE, ""));
                written.add(Writing.append(journal, kind, 0, Long.MIN_VALUE, "é".repeat(5000)));
            }
        }
        assertThat(Seen.onDisk(folder, Position.START)).isEqualTo(written);
    }

    @Test
    void storedCodesOfKindsNeverChange() {
        assertThat(EntryKind.values())
                .extracting(Enum::name)
                .containsExactly("STARTED", "OPENED", "CLOSED", "SENT", "FRAME", "HEARTBEAT", "STOPPED", "BOOK");
        assertThat(EntryKind.values()).extracting(EntryKind::code).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        for (EntryKind kind : EntryKind.values()) {
            assertThat(EntryKind.ofCode(kind.code())).isSameAs(kind);
        }
        assertThatThrownBy(() -> EntryKind.ofCode(9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEntryBecomesDurableByItself() throws Exception {
        try (Journal journal = Journal.open(folder, Writing.SMALL, Writing.CLOCK, System::nanoTime, 1, 1)) {
            assertThat(journal.durable()).isEqualTo(new Position(1, 0));
            Seen entry = Writing.frame(journal, "one");
            long deadline = System.nanoTime() + LONG.toNanos();
            while (journal.durable().n() < 1 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(journal.durable()).isEqualTo(entry.position());
            assertThat(Seen.onDisk(folder, Position.START)).containsExactly(entry);
            assertThat(journal.counter(JournalCounter.SYNCS)).isEqualTo(1);
            assertThat(journal.counter(JournalCounter.LONGEST_SYNC_MICROS))
                    .isGreaterThanOrEqualTo(Writing.SMALL.syncWithin().toNanos() / 2000);
        }
    }

    @Test
    void anEntryBecomesDurableAlsoWhenTheClockRunsBackwards() throws Exception {
        AtomicLong ticks = new AtomicLong();
        try (Journal journal =
                Journal.open(folder, Writing.SMALL, Writing.CLOCK, () -> ticks.addAndGet(-1_000_000_000_000L), 1, 1)) {
            Writing.frame(journal, "one");
            long deadline = System.nanoTime() + LONG.toNanos();
            while (journal.durable().n() < 1 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(journal.durable()).isEqualTo(new Position(1, 1));
        }
    }

    @Test
    void syncsThatEndLateAreCounted() throws Exception {
        AtomicLong ticks = new AtomicLong();
        long late = Writing.SMALL.syncWithin().toNanos() + 1000;
        try (Journal journal = Journal.open(folder, Writing.SMALL, Writing.CLOCK, () -> ticks.getAndAdd(late), 1, 1)) {
            Writing.frame(journal, "one");
            journal.sync();
            assertThat(journal.counter(JournalCounter.LATE_SYNCS)).isEqualTo(1);
            assertThat(journal.counter(JournalCounter.LONGEST_SYNC_MICROS)).isGreaterThanOrEqualTo(late / 1000);
        }
    }

    @Test
    void syncReturnsWhenEverythingAppendedIsOnDisk() throws Exception {
        try (Journal journal = Writing.open(folder)) {
            List<Seen> written = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                written.add(Writing.frame(journal, "frame " + i));
            }
            assertThat(journal.sync()).isEqualTo(new Position(1, 40)).isEqualTo(journal.durable());
            assertThat(Seen.onDisk(folder, Position.START)).isEqualTo(written);
        }
    }

    @Test
    void aWaitingReaderIsWokenByAnAppend() throws Exception {
        try (Journal journal = Writing.open(folder);
                JournalReader reader = journal.reader(Position.START)) {
            List<Optional<JournalEntry>> got = new ArrayList<>();
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    got.add(reader.poll(Duration.ofHours(1)));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            Seen entry = Writing.frame(journal, "awaited");
            assertThat(waiting.join(LONG)).isTrue();
            assertThat(got)
                    .singleElement()
                    .satisfies(found -> assertThat(found.map(Seen::of)).contains(entry));
        }
    }

    @Test
    void aReaderAtTheEndGivesUpWhenItsTimePassesOrTheJournalCloses() throws Exception {
        Journal journal = Writing.open(folder);
        Seen entry = Writing.frame(journal, "last");
        try (JournalReader reader = journal.reader(new Position(1, 1))) {
            assertThat(reader.poll(Duration.ofMillis(5))).isEmpty();
            journal.close();
            assertThat(reader.poll(LONG)).isEmpty();
        }
        try (JournalReader reader = journal.reader(Position.START)) {
            assertThat(Seen.drain(reader)).containsExactly(entry);
        }
    }

    @Test
    void eachBootHasANewNumberAlsoWhenTheOneBeforeWroteNothing() throws Exception {
        for (int boot = 1; boot <= 4; boot++) {
            try (Journal journal = Writing.open(folder)) {
                assertThat(journal.boot()).isEqualTo(boot);
                assertThat(journal.recovery().boots()).isEqualTo(boot - 1);
            }
        }
        try (Journal journal = Journal.open(folder, Writing.SMALL, Writing.CLOCK, 2, 70)) {
            assertThat(journal.boot()).isEqualTo(70);
            Writing.frame(journal, "a");
        }
        try (Journal journal = Journal.open(folder, Writing.SMALL, Writing.CLOCK, 2, 3)) {
            assertThat(journal.boot()).isEqualTo(71);
            assertThat(journal.recovery().last()).isEqualTo(new Position(70, 1));
            assertThat(journal.recovery().wasOpen()).isFalse();
        }
    }

    @Test
    void aReaderCrossesBootsAndStartsBehindPlacesThatTheJournalNeverReached() throws Exception {
        List<Seen> written = new ArrayList<>();
        for (int boot = 1; boot <= 3; boot++) {
            try (Journal journal = Writing.open(folder)) {
                for (int i = 0; i < 20; i++) {
                    written.add(Writing.frame(journal, boot + "/" + i));
                }
            }
            Writing.open(folder).close();
        }
        try (Journal journal = Writing.open(folder)) {
            assertThat(journal.boot()).isEqualTo(7);
            Seen live = Writing.frame(journal, "live");
            written.add(live);
            assertThat(read(journal, Position.START)).isEqualTo(written);
            assertThat(read(journal, new Position(1, 20))).isEqualTo(written.subList(20, 61));
            assertThat(read(journal, new Position(1, 999))).isEqualTo(written.subList(20, 61));
            assertThat(read(journal, new Position(2, 5))).isEqualTo(written.subList(20, 61));
            assertThat(read(journal, new Position(6, 1))).containsExactly(live);
            assertThat(read(journal, live.position())).isEmpty();
            assertThatThrownBy(() -> journal.reader(new Position(7, 2))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.reader(new Position(8, 0))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anEntryLargerThanABlockIsABlockOfItsOwn() throws Exception {
        List<Seen> written = new ArrayList<>();
        try (Journal journal = Writing.open(folder)) {
            written.add(Writing.frame(journal, "before"));
            written.add(Writing.frame(journal, "large ".repeat(100_000)));
            written.add(Writing.frame(journal, "after"));
            assertThat(read(journal, Position.START)).isEqualTo(written);
        }
        assertThat(Seen.onDisk(folder, Position.START)).isEqualTo(written);
    }

    @Test
    void appendsWaitWhileTooMuchIsNotDurableAndAreCounted() throws Exception {
        try (Journal journal = Journal.open(folder, Writing.SMALL, Writing.CLOCK, System::nanoTime, 1, 1)) {
            for (int i = 0; i < 300; i++) {
                Writing.frame(journal, "0123456789".repeat(20) + i);
            }
            assertThat(journal.counter(JournalCounter.BLOCKED_APPENDS)).isPositive();
            assertThat(journal.counter(JournalCounter.BLOCKED_MICROS)).isPositive();
            assertThat(read(journal, Position.START)).hasSize(300);
        }
    }

    @Test
    void segmentsAreNamedByTheRangeTheyHoldAndCanBeReleased() throws Exception {
        List<Seen> written = new ArrayList<>();
        try (Journal journal = Writing.open(folder)) {
            for (int i = 0; i < 400; i++) {
                written.add(
                        Writing.frame(journal, Integer.toString(i * 7919, 36).repeat(6)));
            }
            journal.sync();
            List<JournalFolder.Segment> segments = new JournalFolder(folder).segments();
            assertThat(segments).hasSizeGreaterThan(4);
            for (int i = 1; i < segments.size(); i++) {
                assertThat(segments.get(i - 1).last()).hasValue(segments.get(i).first() - 1);
            }
            long third = segments.get(2).last().orElseThrow();
            long freed = journal.release(new Position(1, third));
            assertThat(freed)
                    .isEqualTo(segments.subList(0, 3).stream()
                            .mapToLong(JournalFolder.Segment::bytes)
                            .sum());
            assertThat(Seen.onDisk(folder, new Position(1, third))).isEqualTo(written.subList((int) third, 400));
            assertThatThrownBy(() -> read(journal, Position.START))
                    .isInstanceOfSatisfying(CorruptRangeException.class, e -> {
                        assertThat(e.from()).isEqualTo(new Position(1, 1));
                        assertThat(e.to()).isEqualTo(new Position(1, third));
                    });
        }
        assertThat(new JournalFolder(folder).boots()).singleElement().satisfies(boot -> {
            assertThat(boot.last()).isEqualTo(400);
            assertThat(boot.ended()).isTrue();
            assertThat(boot.bytes()).isEqualTo(new JournalFolder(folder).bytes());
        });
    }

    @Test
    void releasingEverythingKeepsTheBootNumber() throws Exception {
        try (Journal journal = Writing.open(folder)) {
            for (int i = 0; i < 100; i++) {
                Writing.frame(journal, Integer.toString(i * 7919, 36).repeat(9));
            }
            journal.sync();
            journal.release(journal.last());
        }
        try (Journal journal = Writing.open(folder)) {
            assertThat(journal.boot()).isEqualTo(2);
        }
    }

    @Test
    void bootsWithoutEntriesGoWithTheOnesBeforeThem() throws Exception {
        for (int boot = 1; boot <= 3; boot++) {
            try (Journal journal = Writing.open(folder)) {
                if (boot == 1) {
                    Writing.frame(journal, "only");
                }
            }
        }
        try (Journal journal = Writing.open(folder)) {
            assertThat(journal.begin()).isEqualTo(new Position(1, 0));
            journal.release(new Position(2, 0));
            assertThat(new JournalFolder(folder).boots())
                    .extracting(JournalFolder.Boot::boot)
                    .containsExactly(3, 4);
            assertThat(journal.begin()).isEqualTo(new Position(3, 0));
        }
    }

    @Test
    void aFolderThatNobodyHasOpenLetsGoOfSegmentsToo() throws Exception {
        try (Journal journal = Writing.open(folder)) {
            for (int i = 0; i < 100; i++) {
                Writing.frame(journal, Integer.toString(i * 7919, 36).repeat(9));
            }
            journal.sync();
            assertThatThrownBy(() -> Journal.release(folder, new Position(1, 50)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("this process has it open");
        }
        List<JournalFolder.Segment> segments = new JournalFolder(folder).segments();
        assertThat(Journal.release(folder, new Position(9, 0)))
                .isEqualTo(segments.subList(0, segments.size() - 1).stream()
                        .mapToLong(JournalFolder.Segment::bytes)
                        .sum());
        assertThat(new JournalFolder(folder).segments()).containsExactly(segments.getLast());
        assertThat(Journal.release(folder.resolve("none"), new Position(9, 0))).isZero();
        try (Journal journal = Writing.open(folder)) {
            assertThat(journal.boot()).isEqualTo(2);
            assertThat(journal.begin())
                    .isEqualTo(new Position(1, segments.getLast().first() - 1));
        }
    }

    @Test
    void aClosedJournalTakesNothing() {
        Journal journal = Writing.open(folder);
        journal.close();
        assertThatThrownBy(() -> Writing.frame(journal, "late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countersTellWhatHappened() throws Exception {
        try (Journal journal = Writing.open(folder)) {
            for (int i = 0; i < 50; i++) {
                Writing.frame(journal, "frame");
            }
            journal.sync();
            assertThat(journal.counters())
                    .containsEntry(JournalCounter.ENTRIES, 50L)
                    .containsEntry(JournalCounter.COMPRESSED_BYTES, new JournalFolder(folder).bytes());
            // kind, connection, time (5 bytes at first, then 1), length, payload
            assertThat(journal.counter(JournalCounter.RAW_BYTES)).isEqualTo(50 * (4 + 5));
        }
    }

    private static List<Seen> read(Journal journal, Position after) throws InterruptedException {
        try (JournalReader reader = journal.reader(after)) {
            return Seen.drain(reader);
        }
    }
}
