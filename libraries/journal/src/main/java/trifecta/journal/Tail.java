package trifecta.journal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a journal in memory: the block that grows, blocks that wait for the disk, and the last durable ones. Appenders, readers
 * and the sync thread meet here, under one lock that is never held across I/O.
 *
 * <p>Invariants: (a) blocks are contiguous from the oldest to the growing one; (b) a block is dropped from memory only when it is
 * durable, so what is not here is on disk; (c) once failed, nothing is appended and nothing becomes durable.
 */
final class Tail {
    private static final int CAPACITY_SMALLEST = 16 << 10;

    private final int boot;
    private final JournalLimits limits;
    private final LongSupplier ticks;
    private final Counters counters;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition settled = lock.newCondition();

    /** Sealed blocks by their first n, durable or not. */
    private final TreeMap<Long, Block> sealed = new TreeMap<>();

    private @Nullable Block growing;
    private int capacityNext = CAPACITY_SMALLEST;
    private long nextN = 1;
    private long durableN;
    private long syncWantedN;
    private long unsyncedBytes;
    private long retainedBytes;
    private int waitingReaders;
    private boolean closing;
    private @Nullable JournalException failure;

    Tail(int boot, JournalLimits limits, LongSupplier ticks, Counters counters) {
        this.boot = boot;
        this.limits = limits;
        this.ticks = ticks;
        this.counters = counters;
    }

    long append(EntryKind kind, int connection, long receivedAtMicros, byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            int size = length + Block.ENTRY_HEADER_BYTES_MAX;
            awaitRoom(size);
            Block block = blockFor(length, receivedAtMicros);
            int before = block.used();
            block.append(kind, connection, receivedAtMicros, bytes, offset, length, limits.blockBytesMax());
            int added = block.used() - before;
            unsyncedBytes += added;
            counters.add(JournalCounter.ENTRIES, 1);
            counters.add(JournalCounter.RAW_BYTES, added);
            if (waitingReaders > 0) {
                appended.signalAll();
            }
            return nextN++;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(int size) {
        requireOpen();
        if (unsyncedBytes == 0 || unsyncedBytes + size <= limits.unsyncedBytesMax()) {
            return;
        }
        long since = ticks.getAsLong();
        counters.add(JournalCounter.BLOCKED_APPENDS, 1);
        while (unsyncedBytes > 0 && unsyncedBytes + size > limits.unsyncedBytesMax() && failure == null && !closing) {
            settled.awaitUninterruptibly();
        }
        counters.add(JournalCounter.BLOCKED_MICROS, (ticks.getAsLong() - since) / 1000);
        requireOpen();
    }

    private void requireOpen() {
        if (failure != null) {
            throw new JournalException("append to journal", failure.path(), failure.facts(), failure.hint(), failure);
        }
        if (closing) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private Block blockFor(int length, long receivedAtMicros) {
        Block block = growing;
        if (block != null && block.fits(length, limits.blockBytesMax())) {
            return block;
        }
        if (block != null) {
            seal(block);
        }
        int capacity = Math.min(capacityNext, limits.blockBytesMax());
        Block fresh = Block.empty(boot, nextN, receivedAtMicros, ticks.getAsLong(), capacity);
        growing = fresh;
        work.signal();
        return fresh;
    }

    private void seal(Block block) {
        sealed.put(block.first(), block);
        capacityNext = Math.max(CAPACITY_SMALLEST, Integer.highestOneBit(Math.max(1, 2 * block.used() - 1)));
        growing = null;
        work.signal();
    }

    /** Waits until a block has to be written, sealing the growing one when it is due; empty when the tail is closed and all is written. */
    Optional<Block> awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Block timed = null;
            long nanos = 0;
            while (failure == null) {
                Map.Entry<Long, Block> waiting = sealed.ceilingEntry(durableN + 1);
                if (waiting != null) {
                    return Optional.of(waiting.getValue());
                }
                Block block = growing;
                if (block == null) {
                    if (closing) {
                        return Optional.empty();
                    }
                    work.await();
                } else {
                    if (block != timed) {
                        timed = block;
                        nanos = limits.syncWithin().toNanos() / 2;
                    }
                    // by age, since this thread may have been busy when the block began; by the wait if ticks err
                    nanos = Math.min(
                            nanos, block.sinceNanos() + limits.syncWithin().toNanos() / 2 - ticks.getAsLong());
                    if (nanos <= 0 || closing || syncWantedN >= block.first()) {
                        seal(block);
                    } else {
                        nanos = work.awaitNanos(nanos);
                    }
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The block is durable. */
    void synced(Block block) {
        lock.lock();
        try {
            durableN = block.last();
            unsyncedBytes -= block.used();
            retainedBytes += block.bytes().length;
            while (retainedBytes > limits.retainedBytes()) {
                // only durable blocks are counted, and they are the oldest
                Block oldest = Objects.requireNonNull(sealed.pollFirstEntry()).getValue();
                retainedBytes -= oldest.bytes().length;
            }
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more becomes durable; whoever waits is told. */
    void fail(JournalException cause) {
        lock.lock();
        try {
            failure = cause;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more appends; what was appended is still to be written. */
    void close() {
        lock.lock();
        try {
            closing = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything appended so far is durable. */
    long sync() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wanted = nextN - 1;
            syncWantedN = Math.max(syncWantedN, wanted);
            work.signal();
            while (durableN < wanted) {
                if (failure != null) {
                    throw new JournalException(
                            "sync journal", failure.path(), failure.facts(), failure.hint(), failure);
                }
                settled.await();
            }
            return durableN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until entry {@code n} exists.
     *
     * @return false when the time passed, or the tail is closed
     * @throws JournalException when the tail failed, so that it never will
     */
    boolean awaitEntry(long n, long nanosMax) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = nanosMax;
            while (nextN <= n) {
                if (failure != null) {
                    throw new JournalException(
                            "follow journal", failure.path(), failure.facts(), failure.hint(), failure);
                }
                if (nanos <= 0 || closing) {
                    return false;
                }
                waitingReaders++;
                try {
                    nanos = appended.awaitNanos(nanos);
                } finally {
                    waitingReaders--;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The block in memory that holds an existing entry; empty when that entry is on disk only. */
    Optional<Block> holding(long n) {
        lock.lock();
        try {
            if (growing != null && n >= growing.first()) {
                return Optional.of(growing);
            }
            Map.Entry<Long, Block> floor = sealed.floorEntry(n);
            return floor == null ? Optional.empty() : Optional.of(floor.getValue());
        } finally {
            lock.unlock();
        }
    }

    /** The first entry in memory; everything before it is on disk. */
    long oldest() {
        lock.lock();
        try {
            return !sealed.isEmpty() ? sealed.firstKey() : growing != null ? growing.first() : nextN;
        } finally {
            lock.unlock();
        }
    }

    long durableN() {
        lock.lock();
        try {
            return durableN;
        } finally {
            lock.unlock();
        }
    }

    long lastN() {
        lock.lock();
        try {
            return nextN - 1;
        } finally {
            lock.unlock();
        }
    }

    Optional<JournalException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        appended.signalAll();
        work.signalAll();
        settled.signalAll();
    }
}
