package trifecta.feed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes a checkpoint's numbers and texts compactly: zigzag varints, fixed 64-bit hashes, length-prefixed UTF-8, and their checksum
 * at the end, so that a torn file is told from a whole one. Writes piece by piece, since a million markets make a hundred megabytes.
 * What the stream throws comes as {@link UncheckedIOException}.
 */
final class CheckpointWriter {
    private static final int PIECE_BYTES = 1 << 16;

    private final OutputStream out;
    private final CRC32C checksum = new CRC32C();
    private final byte[] piece = new byte[PIECE_BYTES];
    private int used;

    CheckpointWriter(OutputStream out) {
        this.out = out;
    }

    void number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
    }

    void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        for (byte each : bytes) {
            octet(each);
        }
    }

    /** Writes the checksum behind everything else. */
    void end() {
        handOver();
        int sum = (int) checksum.getValue();
        for (int shift = 24; shift >= 0; shift -= 8) {
            octet(sum >>> shift);
        }
        handOver();
    }

    private void octet(int value) {
        if (used == piece.length) {
            handOver();
        }
        piece[used++] = (byte) value;
    }

    private void handOver() {
        checksum.update(piece, 0, used);
        try {
            out.write(piece, 0, used);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        used = 0;
    }
}
