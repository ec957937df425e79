package trifecta.journal;

import java.nio.ByteBuffer;

/**
 * What stands at the begin of a segment. Its facts stand in the file's name and in the blocks too, so a damaged one loses nothing.
 *
 * @param first n of the first entry that the segment can hold
 * @param line number of the line, 0 when the writer was not told
 * @param createdAtMicros the writer's clock
 */
record SegmentHeader(int boot, long first, int line, long createdAtMicros) {
    static final int BYTES = 40;
    static final int VERSION = 1;
    static final long MAGIC = 0x54_52_49_46_45_43_54_41L; // TRIFECTA
    private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

    /** How a stored header reads. */
    sealed interface Reading {}

    record Whole(SegmentHeader header) implements Reading {}

    record Damaged() implements Reading {}

    /** Intact, and written by a later program. */
    record OtherVersion(int version) implements Reading {}

    ByteBuffer encode() {
        ByteBuffer target = ByteBuffer.allocate(BYTES);
        target.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(boot)
                .putLong(first)
                .putInt(line)
                .putLong(createdAtMicros);
        target.putInt(BlockHeader.crc32c(target, 0, CHECKED_BYTES));
        return target.flip();
    }

    static Reading decode(ByteBuffer source) {
        if (source.remaining() < BYTES
                || source.getLong(0) != MAGIC
                || source.getInt(CHECKED_BYTES) != BlockHeader.crc32c(source, 0, CHECKED_BYTES)) {
            return new Damaged();
        }
        int version = source.getInt(8);
        return version == VERSION
                ? new Whole(
                        new SegmentHeader(source.getInt(12), source.getLong(16), source.getInt(24), source.getLong(28)))
                : new OtherVersion(version);
    }
}
