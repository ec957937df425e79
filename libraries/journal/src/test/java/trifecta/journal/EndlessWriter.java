package trifecta.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that appends until it is killed, and prints how far it was promised to be durable. */
final class EndlessWriter {
    private static final int LINES = 100_000;

    private EndlessWriter() {}

    public static void main(String[] arguments) {
        try (Journal journal = Writing.open(Path.of(arguments[0]))) {
            long printed = 0;
            for (int line = 0; line < LINES; ) {
                byte[] bytes = ("frame " + (journal.last().n() + 1)).getBytes(StandardCharsets.UTF_8);
                journal.append(EntryKind.FRAME, 1, Writing.EPOCH_MICROS, bytes, 0, bytes.length);
                long durable = journal.durable().n();
                if (durable > printed) {
                    System.out.println(durable);
                    printed = durable;
                    line++;
                }
            }
        } catch (JournalException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
