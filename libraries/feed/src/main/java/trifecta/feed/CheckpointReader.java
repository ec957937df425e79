package trifecta.feed;

import java.nio.charset.StandardCharsets;

/** Reads what {@link CheckpointWriter} wrote; anything else is an {@link UnreadableCheckpoint}. */
final class CheckpointReader {
    private final byte[] bytes;
    private int at;

    CheckpointReader(byte[] bytes) {
        this.bytes = bytes;
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
        return count(bytes.length - at);
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
        if (at != bytes.length) {
            throw new UnreadableCheckpoint((bytes.length - at) + " bytes too many");
        }
    }

    private int octet() {
        if (at == bytes.length) {
            throw new UnreadableCheckpoint("it ends early");
        }
        return bytes[at++] & 0xFF;
    }
}
