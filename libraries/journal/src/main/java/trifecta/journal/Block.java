package trifecta.journal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Consecutive entries of one boot in their stored form, the unit of compression and of durability. One thread at a time appends
 * (the owner of the tail's lock); any thread reads what was published, also while the block grows: published bytes never change.
 *
 * <p>An entry is: kind (1 byte), connection (varint), receivedAt minus that of the entry before (zigzag varint, the first
 * against the block's base), length of the payload (varint), payload.
 */
final class Block {
    /** Kind, connection, time and length at their longest. */
    static final int ENTRY_HEADER_BYTES_MAX = 1 + 5 + 10 + 5;

    private final int boot;
    private final long first;
    private final long baseMicros;
    private final long sinceNanos;
    private volatile byte[] bytes;
    /** Count in the upper half, used bytes in the lower: one value, so that a reader sees both or neither. */
    private final AtomicLong published = new AtomicLong();

    private long previousMicros;
    private int used;
    private int count;

    private Block(int boot, long first, long baseMicros, long sinceNanos, byte[] bytes) {
        this.boot = boot;
        this.first = first;
        this.baseMicros = baseMicros;
        this.sinceNanos = sinceNanos;
        this.previousMicros = baseMicros;
        this.bytes = bytes;
    }

    /**
     * A block to append to.
     *
     * @param sinceNanos when it was begun, by the journal's ticks
     */
    static Block empty(int boot, long first, long baseMicros, long sinceNanos, int capacity) {
        return new Block(boot, first, baseMicros, sinceNanos, new byte[capacity]);
    }

    /** A block read back from disk. */
    static Block stored(BlockHeader header, byte[] raw) {
        Block block = new Block(header.boot(), header.first(), header.baseMicros(), 0, raw);
        block.used = raw.length;
        block.count = header.count();
        block.publish();
        return block;
    }

    /**
     * Adds an entry and shows it to readers.
     *
     * @param capacityMax the array grows up to this size by doubling, and beyond it only as far as this entry needs
     */
    void append(
            EntryKind kind,
            int connection,
            long receivedAtMicros,
            byte[] source,
            int offset,
            int length,
            int capacityMax) {
        reserve(used + ENTRY_HEADER_BYTES_MAX + length, capacityMax);
        byte[] target = bytes;
        int at = used;
        target[at++] = (byte) kind.code();
        at = putVarint(target, at, connection);
        long delta = receivedAtMicros - previousMicros;
        at = putVarint(target, at, (delta << 1) ^ (delta >> 63));
        at = putVarint(target, at, length);
        System.arraycopy(source, offset, target, at, length);
        previousMicros = receivedAtMicros;
        used = at + length;
        count++;
        publish();
    }

    boolean fits(int length, int bytesMax) {
        return count == 0 || used + ENTRY_HEADER_BYTES_MAX + length <= bytesMax;
    }

    int boot() {
        return boot;
    }

    long first() {
        return first;
    }

    /** The last entry's n; first - 1 while there is none. */
    long last() {
        return first + (published.getAcquire() >>> 32) - 1;
    }

    long baseMicros() {
        return baseMicros;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** How many of {@link #bytes()} are published. Read it before them. */
    int used() {
        return (int) published.getAcquire();
    }

    int count() {
        return (int) (published.getAcquire() >>> 32);
    }

    byte[] bytes() {
        return bytes;
    }

    private void publish() {
        published.setRelease(((long) count << 32) | used);
    }

    private void reserve(int needed, int capacityMax) {
        byte[] present = bytes;
        if (needed > present.length) {
            int doubled = Math.min(2 * present.length, capacityMax);
            bytes = Arrays.copyOf(present, Math.max(needed, doubled));
        }
    }

    private static int putVarint(byte[] target, int start, long value) {
        int at = start;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }
}
