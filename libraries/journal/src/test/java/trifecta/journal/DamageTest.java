package trifecta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.Position;

/** Files cut short, changed and lost: nothing durable may go missing in silence, nothing wrong may be read. */
class DamageTest {
    private static final JournalLimits ONE_SEGMENT =
            new JournalLimits(Duration.ofSeconds(20), 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1);

    @TempDir(factory = MemoryFolder.class)
    private Path root;

    /** Blocks of 3, 1, 4 and 1 entries in one segment. */
    private List<Seen> written = List.of();

    private final List<Long> blockEnds = new ArrayList<>();

    @Test
    void aFileCutAtAnyByteKeepsEveryWholeBlockAndGoesOn() throws Exception {
        Path crashed = crashed();
        byte[] whole = Files.readAllBytes(segment(crashed));
        for (int length = 0; length <= whole.length; length++) {
            Path folder = root.resolve("cut-" + length);
            Writing.copy(crashed, folder);
            Files.write(segment(folder), Arrays.copyOf(whole, length));
            List<Seen> expected = new ArrayList<>(written.subList(0, entriesIn(length)));
            assertThat(Seen.onDisk(folder, Position.START))
                    .as("read only, cut at %d", length)
                    .isEqualTo(expected);
            try (Journal journal = Journal.open(folder, ONE_SEGMENT, Writing.CLOCK)) {
                RecoveryReport recovery = journal.recovery();
                assertThat(journal.boot()).isEqualTo(2);
                assertThat(recovery.wasOpen()).isTrue();
                assertThat(recovery.corrupt()).isEmpty();
                assertThat(recovery.last())
                        .isEqualTo(
                                expected.isEmpty()
                                        ? Position.START
                                        : expected.getLast().position());
                assertThat(recovery.tornBytes()).isEqualTo(length - wholeBytes(length));
                expected.add(Writing.frame(journal, "after the cut"));
            }
            assertThat(Seen.onDisk(folder, Position.START))
                    .as("reopened, cut at %d", length)
                    .isEqualTo(expected);
        }
    }

    @Test
    void aFlippedByteAnywhereInAFinishedSegmentIsReportedWithItsRange() throws Exception {
        Path finished = crashed();
        Writing.open(finished).close();
        Path segment = segment(finished);
        byte[] whole = Files.readAllBytes(segment);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x20;
            Files.write(segment, damaged);
            assertEveryEntryIsReadOrReported(finished, "flipped at " + at, at < SegmentHeader.BYTES ? 0 : 1);
        }
    }

    @Test
    void aFlippedByteInACrashedSegmentIsReportedUnlessItCouldBeATornBlock() throws Exception {
        Path crashed = crashed();
        byte[] whole = Files.readAllBytes(segment(crashed));
        long lastBlock = blockEnds.get(blockEnds.size() - 2);
        for (int at = SegmentHeader.BYTES; at < whole.length; at++) {
            Path folder = root.resolve("flip-" + at);
            Writing.copy(crashed, folder);
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(segment(folder), damaged);
            try (Journal journal = Journal.open(folder, ONE_SEGMENT, Writing.CLOCK)) {
                assertThat(journal.recovery().corrupt()).as("flip at %d", at).hasSize(at < lastBlock ? 1 : 0);
                assertThat(journal.recovery().tornBytes()).isEqualTo(at < lastBlock ? 0 : whole.length - lastBlock);
            }
            if (at < lastBlock) {
                assertEveryEntryIsReadOrReported(folder, "flip at " + at, 1);
            } else {
                assertThat(Seen.onDisk(folder, Position.START)).isEqualTo(written.subList(0, 8));
            }
        }
    }

    @Test
    void aBadBlockBeforeATornOneWasDurableAndIsReported() throws Exception {
        Path crashed = crashed();
        Path segment = segment(crashed);
        byte[] whole = Files.readAllBytes(segment);
        byte[] damaged = Arrays.copyOf(whole, whole.length - 3);
        damaged[Math.toIntExact(blockEnds.get(2)) - 1] ^= 1; // last byte of the third block, the fourth is torn
        Files.write(segment, damaged);
        try (Journal journal = Writing.open(crashed)) {
            assertThat(journal.recovery().corrupt()).singleElement().satisfies(range -> {
                assertThat(range.from()).isEqualTo(new Position(1, 5));
                assertThat(range.to()).isEqualTo(new Position(1, 8));
            });
            assertThat(journal.recovery().tornBytes()).isEqualTo(whole.length - 3 - blockEnds.get(2));
        }
        assertThatThrownBy(() -> Seen.onDisk(crashed, Position.START)).isInstanceOf(CorruptRangeException.class);
    }

    @Test
    void aFinishedSegmentThatWasCutIsReportedAtEveryByte() throws Exception {
        Path finished = crashed();
        Writing.open(finished).close();
        byte[] whole = Files.readAllBytes(segment(finished));
        for (int length = 0; length < whole.length; length++) {
            Files.write(segment(finished), Arrays.copyOf(whole, length));
            assertEveryEntryIsReadOrReported(finished, "cut at " + length, 1);
        }
    }

    @Test
    void aMissingSegmentIsReportedAndReadingGoesOn() throws Exception {
        Path folder = root.resolve("gap");
        List<Seen> all = new ArrayList<>();
        try (Journal journal = Writing.open(folder)) {
            for (int i = 0; i < 300; i++) {
                all.add(Writing.frame(journal, Integer.toString(i * 7919, 36).repeat(6)));
            }
        }
        List<JournalFolder.Segment> segments = new JournalFolder(folder).segments();
        JournalFolder.Segment lost = segments.get(2);
        Files.delete(lost.path());
        try (Journal journal = Writing.open(folder)) {
            all.add(Writing.frame(journal, "next boot"));
            try (JournalReader reader = journal.reader(Position.START)) {
                Reading reading = Reading.of(reader);
                assertThat(reading.problems()).singleElement().satisfies(range -> {
                    assertThat(range.from().n()).isEqualTo(lost.first());
                    assertThat(range.to().n()).isEqualTo(lost.last().orElseThrow());
                });
                all.removeIf(seen -> seen.boot() == 1
                        && seen.n() >= lost.first()
                        && seen.n() <= lost.last().orElseThrow());
                assertThat(reading.seen()).isEqualTo(all);
            }
        }
    }

    @Test
    void aTornNewSegmentOfABootKeepsItsNumber() throws Exception {
        Path folder = root.resolve("torn");
        Files.createDirectories(folder);
        Files.write(folder.resolve("0000000005-0000000000000000001.journal"), new byte[] {0x54, 0x52});
        try (Journal journal = Writing.open(folder)) {
            assertThat(journal.boot()).isEqualTo(6);
            assertThat(journal.recovery().last()).isEqualTo(Position.START);
        }
    }

    @Test
    void aLaterFormatIsRefusedByName() throws Exception {
        Path finished = crashed();
        Writing.open(finished).close();
        Path segment = segment(finished);
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        header.putInt(8, 2);
        header.putInt(36, BlockHeader.crc32c(header, 0, 36));
        Files.write(segment, bytes);
        assertThatThrownBy(() -> Seen.onDisk(finished, Position.START))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("format is version 2");
    }

    /** Entries of whole blocks and the ranges that were reported together are exactly what was written. */
    private void assertEveryEntryIsReadOrReported(Path folder, String what, int problemsMax) throws Exception {
        try (JournalReader reader = new JournalFolder(folder).reader(Position.START)) {
            Reading reading = Reading.of(reader);
            List<Seen> expected = new ArrayList<>(written);
            for (CorruptRangeException range : reading.problems()) {
                assertThat(expected.removeIf(seen -> seen.position().compareTo(range.from()) >= 0
                                && seen.position().compareTo(range.to()) <= 0))
                        .as("%s: %s holds something", what, range.getMessage())
                        .isTrue();
            }
            assertThat(reading.seen()).as(what).isEqualTo(expected);
            assertThat(reading.problems().size()).as(what).isEqualTo(problemsMax);
        }
    }

    record Reading(List<Seen> seen, List<CorruptRangeException> problems) {
        static Reading of(JournalReader reader) throws InterruptedException {
            Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
            while (true) {
                try {
                    Optional<JournalEntry> entry = reader.poll(Duration.ZERO);
                    if (entry.isEmpty()) {
                        return reading;
                    }
                    reading.seen.add(Seen.of(entry.get()));
                } catch (CorruptRangeException e) {
                    reading.problems.add(e);
                }
            }
        }
    }

    private Path crashed() throws Exception {
        Path live = root.resolve("live");
        Path crashed = root.resolve("crashed");
        List<Seen> all = new ArrayList<>();

        blockEnds.clear();
        try (Journal journal = Journal.open(live, ONE_SEGMENT, Writing.CLOCK)) {
            for (int count : new int[] {3, 1, 4, 1}) {
                for (int i = 0; i < count; i++) {
                    all.add(Writing.append(
                            journal, EntryKind.FRAME, i, Writing.EPOCH_MICROS + i, "frame " + all.size()));
                }
                journal.sync();
                blockEnds.add(Files.size(segment(live)));
            }
            Writing.copy(live, crashed);
        }
        written = all;
        return crashed;
    }

    private int entriesIn(long length) {
        int[] counts = {3, 4, 8, 9};
        int entries = 0;
        for (int i = 0; i < counts.length; i++) {
            entries = blockEnds.get(i) <= length ? counts[i] : entries;
        }
        return entries;
    }

    private long wholeBytes(long length) {
        long bytes = Math.min(length, SegmentHeader.BYTES);
        for (long end : blockEnds) {
            bytes = end <= length ? end : bytes;
        }
        return bytes;
    }

    private static Path segment(Path folder) throws IOException {
        return Writing.files(folder).getFirst();
    }
}
