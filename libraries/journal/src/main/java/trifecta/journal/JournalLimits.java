package trifecta.journal;

import java.time.Duration;

/**
 * The bounds of a journal.
 *
 * @param syncWithin an entry is durable this long after its append, else the sync counts as late. The sync begins when half of
 *     this time has passed, which leaves the other half to the disk
 * @param blockBytesMax uncompressed bytes after which a block is closed and written without waiting
 * @param segmentBytesMax size of a file after which the next one begins
 * @param retainedBytes durable blocks kept in memory for readers near the end
 * @param unsyncedBytesMax appends wait (and are counted) while more than this is not yet durable
 * @param compressionLevel zstd level
 */
public record JournalLimits(
        Duration syncWithin,
        int blockBytesMax,
        long segmentBytesMax,
        long retainedBytes,
        long unsyncedBytesMax,
        int compressionLevel) {

    public static final JournalLimits DEFAULTS =
            new JournalLimits(Duration.ofMillis(200), 1 << 20, 64L << 20, 32L << 20, 64L << 20, 1);

    /** One entry, and so one block, is never larger: a bound for the memory that a reader takes. */
    public static final int ENTRY_BYTES_MAX = 64 << 20;

    public JournalLimits {
        require(!syncWithin.isNegative() && !syncWithin.isZero(), "syncWithin is positive");
        require(blockBytesMax >= 64 && blockBytesMax <= ENTRY_BYTES_MAX, "blockBytesMax is 64 bytes to 64 MB");
        require(segmentBytesMax > 0, "segmentBytesMax is positive");
        require(retainedBytes >= 0, "retainedBytes is not negative");
        require(unsyncedBytesMax >= blockBytesMax, "unsyncedBytesMax holds a block at least");
        require(compressionLevel >= 1 && compressionLevel <= 19, "compressionLevel is 1 to 19");
    }

    private static void require(boolean held, String rule) {
        if (!held) {
            throw new IllegalArgumentException(rule);
        }
    }
}
