package trifecta.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Shorthand for tests that write journals. */
final class Writing {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-08-10T19:00:00Z"));
    static final long EPOCH_MICROS = 1_786_388_400_000_000L;
    /** Blocks of a few entries, segments of a few blocks, next to nothing kept in memory: every path is taken by small tests. */
    static final JournalLimits SMALL = new JournalLimits(Duration.ofMillis(200), 256, 1500, 600, 4096, 1);

    private Writing() {}

    static Journal open(Path folder) {
        return Journal.open(folder, SMALL, CLOCK);
    }

    static Seen append(Journal journal, EntryKind kind, int connection, long micros, String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        long n = journal.append(kind, connection, micros, bytes, 1, bytes.length - 2);
        return new Seen(journal.boot(), n, kind, connection, micros, text);
    }

    static Seen frame(Journal journal, String text) {
        return append(journal, EntryKind.FRAME, 1, EPOCH_MICROS, text);
    }

    static Seen random(Journal journal, RandomGenerator random) {
        EntryKind kind = EntryKind.ofCode(random.nextInt(1, 8));
        long micros = EPOCH_MICROS + random.nextLong(-5_000_000, 5_000_000);
        String text = "x".repeat(random.nextInt(4))
                + Long.toString(random.nextLong(), 36).repeat(random.nextInt(8));
        return append(journal, kind, random.nextInt(300), micros, text);
    }

    /** What the disk would show after a kill at this moment. */
    static void copy(Path from, Path to) {
        while (!copied(from, to)) {
            for (Path incomplete : files(to)) {
                delete(incomplete);
            }
        }
    }

    /** False when a segment got its final name meanwhile. */
    private static boolean copied(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (Path file : files(from)) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
