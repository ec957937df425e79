package trifecta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.Position;

/** A journal on a file system of one megabyte. */
class FullDiskTest {
    private static final JournalLimits LIMITS =
            new JournalLimits(Duration.ofMillis(200), 16 << 10, 200 << 10, 64 << 10, 128 << 10, 1);

    @TempDir
    private Path root;

    private Path disk = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(root.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        if (!mounted) {
            System.out.println("FullDiskTest skipped: a small tmpfs cannot be mounted here (needs root)");
        }
        assumeTrue(mounted, "a small tmpfs cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskFailsTheJournalLoudlyAndKeepsWhatWasDurable() throws Exception {
        Path folder = disk.resolve("journal");
        Journal journal = Journal.open(folder, LIMITS, Writing.CLOCK);
        List<Seen> written = new ArrayList<>();
        JournalException failure = fill(journal, written);
        assertThat(failure).hasMessageContaining("No space left on device").hasMessageContaining("make room");
        assertThat(journal.failed()).isPresent();
        assertThatThrownBy(() -> Writing.frame(journal, "again")).isInstanceOf(JournalException.class);
        assertThatThrownBy(journal::sync).isInstanceOf(JournalException.class);
        Position durable = journal.durable();
        assertThat(durable.n()).isPositive();
        readerGetsEverythingThenTheFailure(journal, written);
        journal.close();
        List<Seen> kept = Seen.onDisk(folder, Position.START);
        assertThat(kept).isEqualTo(written.subList(0, Math.toIntExact(durable.n())));

        assertThatThrownBy(() -> Journal.open(disk.resolve("other"), LIMITS, Writing.CLOCK))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("No space left on device");

        Files.delete(new JournalFolder(folder).segments().getFirst().path());
        try (Journal next = Journal.open(folder, LIMITS, Writing.CLOCK)) {
            assertThat(next.boot()).isEqualTo(2);
            assertThat(next.recovery().last()).isEqualTo(durable);
            Seen entry = Writing.frame(next, "room again");
            next.sync();
            assertThat(Seen.onDisk(folder, durable)).containsExactly(entry);
        }
    }

    @Test
    void anAppendThatWaitsForTheDiskIsToldOfTheFailure() throws Exception {
        try (Journal journal = Journal.open(disk.resolve("journal"), LIMITS, Writing.CLOCK)) {
            AtomicReference<Throwable> told = new AtomicReference<>();
            List<Thread> appenders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                appenders.add(Thread.ofPlatform().start(() -> told.set(fill(journal, new ArrayList<>()))));
            }
            for (Thread appender : appenders) {
                assertThat(appender.join(Duration.ofSeconds(20))).isTrue();
            }
            assertThat(told.get()).hasMessageContaining("append to journal").hasMessageContaining("No space left");
        }
    }

    private static JournalException fill(Journal journal, List<Seen> written) {
        SplittableRandom random = new SplittableRandom(7);
        try {
            while (written.size() < 1_000_000) {
                written.add(Writing.random(journal, random));
            }
            throw new AssertionError("the disk never filled");
        } catch (JournalException e) {
            return e;
        }
    }

    private static void readerGetsEverythingThenTheFailure(Journal journal, List<Seen> written) {
        List<Seen> seen = new ArrayList<>();
        try (JournalReader reader = journal.reader(Position.START)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            seen.add(Seen.of(reader.poll(Duration.ZERO).orElseThrow()));
                        }
                    })
                    .isInstanceOf(JournalException.class)
                    .isNotInstanceOf(CorruptRangeException.class)
                    .hasMessageContaining("No space left");
        }
        assertThat(seen).isEqualTo(written);
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false; // no such program here
        }
    }
}
