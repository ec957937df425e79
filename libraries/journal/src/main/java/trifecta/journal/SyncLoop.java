package trifecta.journal;

import java.nio.file.Path;
import java.util.Optional;

/** The thread that makes a journal durable: takes sealed blocks in order, writes each, tells the tail. */
final class SyncLoop implements Runnable {
    private final Tail tail;
    private final SegmentWriter writer;
    private final Path folder;
    private final JournalLimits limits;
    private final Counters counters;

    SyncLoop(Tail tail, SegmentWriter writer, Path folder, JournalLimits limits, Counters counters) {
        this.tail = tail;
        this.writer = writer;
        this.folder = folder;
        this.limits = limits;
        this.counters = counters;
    }

    @Override
    public void run() {
        try {
            Optional<Block> due = tail.awaitDue();
            while (due.isPresent()) {
                Block block = due.get();
                writer.write(block);
                count(block);
                tail.synced(block);
                due = tail.awaitDue();
            }
        } catch (JournalException e) {
            tail.fail(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            tail.fail(new JournalException(
                    "write journal", folder, String.valueOf(e), "this is a defect of the program: report it", e));
        }
    }

    private void count(Block block) {
        long nanos = System.nanoTime() - block.sinceNanos();
        counters.add(JournalCounter.SYNCS, 1);
        counters.max(JournalCounter.LONGEST_SYNC_MICROS, nanos / 1000);
        if (nanos > limits.syncWithin().toNanos()) {
            counters.add(JournalCounter.LATE_SYNCS, 1);
        }
    }
}
