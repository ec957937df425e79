package trifecta.feed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of a frame's bytes, to tell a repeated frame from another one with the same number. It guards against accidents,
 * not against an adversary, and is never stored in rows, so it may change with a version of the checkpoint.
 */
public final class FrameHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long SECOND_FACTOR = 0xC2B2AE3D27D4EB4FL;

    private FrameHash() {}

    /** The hash of {@code length} bytes from {@code offset}. */
    public static long of(byte[] bytes, int offset, int length) {
        long first = length * FIRST_FACTOR;
        long second = SECOND_FACTOR;
        int at = offset;
        int end = offset + length;
        // Two independent lanes, so that the multiplications of one do not wait for those of the other.
        for (; at + 2 * Long.BYTES <= end; at += 2 * Long.BYTES) {
            first = step(first, (long) LONGS.get(bytes, at), FIRST_FACTOR);
            second = step(second, (long) LONGS.get(bytes, at + Long.BYTES), SECOND_FACTOR);
        }
        for (; at < end; at++) {
            first = step(first, bytes[at], FIRST_FACTOR);
        }
        return finish(first ^ Long.rotateLeft(finish(second), 29));
    }

    private static long step(long lane, long word, long factor) {
        long mixed = (lane ^ word) * factor;
        return mixed ^ (mixed >>> 32);
    }

    private static long finish(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
