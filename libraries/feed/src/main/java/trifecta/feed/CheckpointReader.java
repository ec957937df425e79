package trifecta.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Reads what {@link CheckpointWriter} wrote; anything else is an {@link UnreadableCheckpoint}. */
final class CheckpointReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean doubts;

    /** @param bytes a whole checkpoint with its checksum, which is judged first */
    CheckpointReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length - Integer.BYTES;
        if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
            throw new UnreadableCheckpoint("its checksum is wrong");
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Whether markets say that a snapshot left them in doubt. */
    boolean hasDoubts() {
        return doubts;
    }

    void hasDoubts(boolean value) {
        doubts = value;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new UnreadableCheckpoint("a number is longer than 64 bits");
    }

    /** A count of things that follow. */
    int count(int most) {
        long value = number();
        if (value < 0 || value > most) {
            throw new UnreadableCheckpoint("a count of " + value + " where at most " + most + " can be");
        }
        return (int) value;
    }

    /** A count of things that follow, each of at least one byte. */
    int count() {
        return count(end - at);
    }

    int integer() {
        return Math.toIntExact(number());
    }

    long fixed() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | octet();
        }
        return value;
    }

    boolean flag() {
        return octet() != 0;
    }

    String text() {
        int length = count();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    void end() {
        if (at != end) {
            throw new UnreadableCheckpoint((end - at) + " bytes too many");
        }
    }

    private int octet() {
        if (at == end) {
            throw new UnreadableCheckpoint("it ends early");
        }
        return bytes[at++] & 0xFF;
    }
}
