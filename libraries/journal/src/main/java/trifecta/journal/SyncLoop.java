package trifecta.journal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The thread that makes a journal durable: takes sealed blocks in order, writes each, tells the tail. */
final class SyncLoop implements Runnable {
    private final Tail tail;
    private final SegmentWriter writer;
    private final Path folder;
    private final JournalLimits limits;
    private final LongSupplier ticks;
    private final Counters counters;

    SyncLoop(
            Tail tail, SegmentWriter writer, Path folder, JournalLimits limits, LongSupplier ticks, Counters counters) {
        this.tail = tail;
        this.writer = writer;
        this.folder = folder;
        this.limits = limits;
        this.ticks = ticks;
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
        long nanos = ticks.getAsLong() - block.sinceNanos();
        counters.add(JournalCounter.SYNCS, 1);
        counters.max(JournalCounter.LONGEST_SYNC_MICROS, nanos / 1000);
        if (nanos > limits.syncWithin().toNanos()) {
            counters.add(JournalCounter.LATE_SYNCS, 1);
        }
    }
}
