package trifecta.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands before each block in a segment.
 *
 * @param first n of the first entry
 * @param count entries in the block, at least 1
 * @param rawBytes size of the uncompressed entries
 * @param storedBytes size of the zstd frame behind this header
 * @param baseMicros time against which the first entry's time is stored
 * @param crc CRC32C of the stored bytes
 */
record BlockHeader(int boot, long first, int count, int rawBytes, int storedBytes, long baseMicros, int crc) {
    static final int BYTES = 44;
    static final int MAGIC = 0x54_52_4A_42; // TRJB
    private static final int CHECKED_BYTES = BYTES - Integer.BYTES;
    /** An entry at its largest, its header, and what zstd may add. */
    private static final int SIZE_MAX = JournalLimits.ENTRY_BYTES_MAX + (1 << 20);

    long last() {
        return first + count - 1;
    }

    void put(ByteBuffer target) {
        int start = target.position();
        target.putInt(MAGIC)
                .putInt(boot)
                .putLong(first)
                .putInt(count)
                .putInt(rawBytes)
                .putInt(storedBytes);
        target.putLong(baseMicros).putInt(crc).putInt(crc32c(target, start, CHECKED_BYTES));
    }

    /** The header at this place; empty unless it is whole and its checksum holds. */
    static Optional<BlockHeader> read(ByteBuffer source, int start) {
        if (source.limit() - start < BYTES
                || source.getInt(start) != MAGIC
                || source.getInt(start + CHECKED_BYTES) != crc32c(source, start, CHECKED_BYTES)) {
            return Optional.empty();
        }
        BlockHeader header = new BlockHeader(
                source.getInt(start + 4),
                source.getLong(start + 8),
                source.getInt(start + 16),
                source.getInt(start + 20),
                source.getInt(start + 24),
                source.getLong(start + 28),
                source.getInt(start + 36));
        return header.isPlausible() ? Optional.of(header) : Optional.empty();
    }

    static int crc32c(ByteBuffer source, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(source.slice(start, length));
        return (int) crc.getValue();
    }

    private boolean isPlausible() {
        return count > 0
                && first > 0
                && rawBytes > 0
                && rawBytes <= SIZE_MAX
                && storedBytes > 0
                && storedBytes <= SIZE_MAX;
    }
}
