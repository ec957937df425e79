package trifecta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.Position;

class ConcurrencyTest {
    private static final int APPENDERS = 4;
    private static final int EACH = 5_000;
    private static final int TOTAL = APPENDERS * EACH;
    /** Small blocks, and so little memory that a reader that rests finds itself on disk. */
    private static final JournalLimits LIMITS =
            new JournalLimits(Duration.ofMillis(200), 16 << 10, 100 << 10, 48 << 10, 1 << 20, 1);

    @TempDir
    private Path folder;

    @Test
    void manyAppendersKeepNumbersDenseAndReadersSwitchBetweenMemoryAndDiskWithoutLossOrRepetition() throws Exception {
        List<Future<List<String>>> readers = new ArrayList<>();
        List<Future<long[]>> appenders = new ArrayList<>();
        try (Journal journal = Journal.open(folder, LIMITS, Writing.CLOCK);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int reader = 0; reader < 3; reader++) {
                int restsAfter = reader == 0 ? Integer.MAX_VALUE : 700 * reader;
                readers.add(threads.submit(() -> readAll(journal, restsAfter)));
            }
            for (int appender = 0; appender < APPENDERS; appender++) {
                int connection = appender;
                appenders.add(threads.submit(() -> appendAll(journal, connection)));
            }
            String[] byNumber = new String[TOTAL];
            for (int connection = 0; connection < APPENDERS; connection++) {
                long[] numbers = appenders.get(connection).get();
                for (int i = 0; i < EACH; i++) {
                    int index = Math.toIntExact(numbers[i] - 1);
                    assertThat(byNumber[index])
                            .as("n %d given once", numbers[i])
                            .isNull();
                    byNumber[index] = text(connection, i);
                    assertThat(i == 0 || numbers[i] > numbers[i - 1]).isTrue();
                }
            }
            for (Future<List<String>> reader : readers) {
                assertThat(reader.get()).containsExactly(byNumber);
            }
            journal.sync();
            assertThat(Seen.onDisk(folder, Position.START))
                    .extracting(Seen::text)
                    .containsExactly(byNumber);
        }
    }

    @Test
    void aReaderFromDiskFollowsAWriterThatRollsSegments() throws Exception {
        try (Journal journal = Journal.open(folder, LIMITS, Writing.CLOCK);
                ExecutorService threads = Executors.newCachedThreadPool();
                JournalReader outside = new JournalFolder(folder).reader(Position.START)) {
            Future<long[]> appended = threads.submit(() -> appendAll(journal, 0));
            List<Seen> seen = new ArrayList<>();
            while (!appended.isDone()) {
                seen.addAll(Seen.drain(outside));
            }
            journal.sync();
            seen.addAll(Seen.drain(outside));
            assertThat(seen).hasSize(EACH);
            for (int i = 0; i < EACH; i++) {
                assertThat(seen.get(i).text()).isEqualTo(text(0, i));
            }
        }
    }

    private static long[] appendAll(Journal journal, int connection) {
        long[] numbers = new long[EACH];
        for (int i = 0; i < EACH; i++) {
            byte[] bytes = text(connection, i).getBytes(StandardCharsets.UTF_8);
            numbers[i] = journal.append(EntryKind.FRAME, connection, i, bytes, 0, bytes.length);
        }
        return numbers;
    }

    /** Reads to the end; rests now and then until much has been written. */
    private static List<String> readAll(Journal journal, int restsAfter) throws Exception {
        Callable<Long> ahead = () -> journal.durable().n();
        List<String> texts = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(restsAfter);
        int rest = restsAfter;
        try (JournalReader reader = journal.reader(Position.START)) {
            while (texts.size() < TOTAL) {
                Optional<JournalEntry> entry = reader.poll(Duration.ofMinutes(5));
                texts.add(entry.orElseThrow().text());
                if (--rest == 0) {
                    long target = Math.min(TOTAL, texts.size() + 2500);
                    while (ahead.call() < target) {
                        Thread.onSpinWait();
                    }
                    rest = random.nextInt(1, 2 * restsAfter);
                }
            }
            assertThat(reader.poll(Duration.ZERO)).isEmpty();
            assertThat(reader.position()).isEqualTo(new Position(1, TOTAL));
        }
        return texts;
    }

    private static String text(int connection, int i) {
        return connection + "/" + i + "/" + Long.toString(new SplittableRandom(i).nextLong(), 36);
    }
}
