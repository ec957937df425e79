package trifecta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.market.Position;

/** Random appends, readers, closes and crashes against a list that does the same. A failure names its seed. */
class RandomSequenceTest {
    private static final int STEPS = 2500;

    @TempDir(factory = MemoryFolder.class)
    private Path root;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aJournalIsAListThatSurvives(long seed) throws Exception {
        new Play(root, seed).run();
    }

    /** One open journal, the list it has to equal, and some readers with the index each has reached. */
    private static final class Play {
        private final Path root;
        private final SplittableRandom random;
        private final List<Seen> model = new ArrayList<>();
        private final List<JournalReader> readers = new ArrayList<>();
        private final List<Integer> reached = new ArrayList<>();
        private Path folder;
        private Journal journal;
        private int folders;

        Play(Path root, long seed) {
            this.root = root;
            this.random = new SplittableRandom(seed);
            this.folder = root.resolve("0");
            this.journal = Writing.open(folder);
        }

        void run() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(100)) {
                    case 0 -> closeAndOpen();
                    case 1 -> crashAndOpen();
                    case 2, 3 -> journal.sync();
                    case 4, 5, 6 -> openReader();
                    default -> {
                        if (random.nextInt(3) > 0) {
                            model.add(Writing.random(journal, random));
                        } else {
                            poll();
                        }
                    }
                }
            }
            closeAndOpen();
            journal.close();
            assertThat(Seen.onDisk(folder, Position.START)).isEqualTo(model);
        }

        private void poll() throws InterruptedException {
            if (readers.isEmpty()) {
                return;
            }
            int which = random.nextInt(readers.size());
            for (int times = random.nextInt(40); times > 0; times--) {
                Optional<Seen> got = readers.get(which).poll(Duration.ZERO).map(Seen::of);
                int index = reached.get(which);
                assertThat(got).isEqualTo(index < model.size() ? Optional.of(model.get(index)) : Optional.empty());
                reached.set(which, Math.min(model.size(), index + 1));
            }
        }

        private void openReader() {
            int index = random.nextInt(model.size() + 1);
            readers.add(journal.reader(
                    index == 0 ? Position.START : model.get(index - 1).position()));
            reached.add(index);
        }

        private void closeAndOpen() throws InterruptedException {
            journal.close();
            for (int which = 0; which < readers.size(); which++) {
                assertThat(Seen.drain(readers.get(which))).isEqualTo(model.subList(reached.get(which), model.size()));
            }
            open();
            assertThat(journal.recovery().wasOpen()).isFalse();
        }

        /** Goes on with what the disk held at this moment, less some of what was not promised. */
        private void crashAndOpen() throws IOException {
            Position durable = journal.durable();
            Path after = root.resolve(Integer.toString(++folders));
            Writing.copy(folder, after);
            journal.close();
            folder = after;
            tear();
            open();
            Position last = journal.recovery().last();
            assertThat(last.compareTo(durable) >= 0 || durable.n() == 0)
                    .as("durable %s, recovered %s", durable, last)
                    .isTrue();
            model.removeIf(seen -> seen.position().compareTo(last) > 0);
        }

        /** A block that was not written to its end. */
        private void tear() throws IOException {
            Path segment = Writing.files(folder).getLast();
            if (SegmentName.parse(String.valueOf(segment.getFileName()))
                    .orElseThrow()
                    .isOpen()) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.APPEND)) {
                    channel.write(java.nio.ByteBuffer.wrap(garbage));
                }
                assertThat(Files.size(segment)).isPositive();
            }
        }

        private void open() {
            readers.forEach(JournalReader::close);
            readers.clear();
            reached.clear();
            int boot = journal.boot();
            journal = Writing.open(folder);
            assertThat(journal.boot()).isEqualTo(boot + 1);
            assertThat(journal.recovery().corrupt()).isEmpty();
        }
    }
}
