package trifecta.journal;

import trifecta.market.Position;

/** Takes the entries of one block in order; follows a block that still grows. Single-threaded. */
final class BlockCursor {
    private final Block block;
    private byte[] bytes;
    private int at;
    private int end;
    private long nextN;
    private long micros;

    /** Stands before entry {@code n}, which the block holds. */
    BlockCursor(Block block, long n) {
        this.block = block;
        this.nextN = block.first();
        this.micros = block.baseMicros();
        this.end = block.used();
        this.bytes = block.bytes();
        while (nextN < n) {
            pass();
        }
    }

    /** Stands before the entry behind a position: of the same boot, or of an earlier one. */
    static BlockCursor behind(Block block, Position position) {
        return new BlockCursor(block, block.boot() == position.boot() ? position.n() + 1 : block.first());
    }

    boolean hasNext() {
        if (at < end) {
            return true;
        }
        end = block.used();
        bytes = block.bytes();
        return at < end;
    }

    JournalEntry next() {
        EntryKind kind = EntryKind.ofCode(bytes[at++]);
        int connection = (int) varint();
        micros += zigzag();
        int length = (int) varint();
        int offset = at;
        at += length;
        return new JournalEntry(block.boot(), nextN++, kind, connection, micros, bytes, offset, length);
    }

    private void pass() {
        at++;
        varint();
        micros += zigzag();
        int length = (int) varint();
        at += length;
        nextN++;
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
        byte head = bytes[at++];
        if (head >= 0) {
            return head;
        }
        long value = head & 0x7F;
        for (int shift = 7; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
