package trifecta.feed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a checkpoint's numbers and texts compactly: zigzag varints, fixed 64-bit hashes, length-prefixed UTF-8. */
final class CheckpointWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);

    void number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    void flag(boolean value) {
        out.write(value ? 1 : 0);
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
