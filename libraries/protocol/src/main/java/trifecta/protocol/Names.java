package trifecta.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings of the names seen, found by their bytes, so that a name costs no allocation after its first time. Open-addressed;
 * single-threaded.
 *
 * <p>A name is 1 to {@link #LENGTH_MAX} printable ASCII characters without blanks: tickers and types are, and what is not could
 * hurt a store or a terminal.
 */
final class Names {
    static final int LENGTH_MAX = 200;

    /** Some 20 MB of tickers, ten times the markets that are open at once. A full table forgets all and learns again. */
    private static final int CAPACITY = 1 << 18;

    private static final int SMALLEST = 1 << 10;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int capacityMax;
    private int[] hashes;
    private byte[][] keys;
    private @Nullable String[] names;
    private int used;

    Names() {
        this(CAPACITY);
    }

    /**
     * @param capacityMax slots at most, a power of two; half of them are used
     */
    Names(int capacityMax) {
        this.capacityMax = capacityMax;
        int capacity = Math.min(SMALLEST, capacityMax);
        hashes = new int[capacity];
        keys = new byte[capacity][];
        names = new String[capacity];
    }

    /** The name; null when these bytes are none. */
    @Nullable String of(byte[] text, int from, int to) {
        int hash = hash(text, from, to);
        int slot = hash & (hashes.length - 1);
        for (String name = names[slot]; name != null; name = names[slot]) {
            if (hashes[slot] == hash && Arrays.equals(keys[slot], 0, keys[slot].length, text, from, to)) {
                return name;
            }
            slot = (slot + 1) & (hashes.length - 1);
        }
        if (!isName(text, from, to)) {
            return null;
        }
        String name = new String(text, from, to - from, StandardCharsets.US_ASCII);
        if (2 * (used + 1) > hashes.length) {
            makeRoom();
        }
        put(hash, Arrays.copyOfRange(text, from, to), name);
        return name;
    }

    static boolean isName(byte[] text, int from, int to) {
        if (to <= from || to - from > LENGTH_MAX) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (text[at] <= ' ' || text[at] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private void makeRoom() {
        int[] oldHashes = hashes;
        byte[][] oldKeys = keys;
        @Nullable String[] oldNames = names;
        boolean forget = hashes.length >= capacityMax;
        int capacity = forget ? hashes.length : 2 * hashes.length;
        hashes = new int[capacity];
        keys = new byte[capacity][];
        names = new String[capacity];
        used = 0;
        for (int old = 0; old < oldNames.length && !forget; old++) {
            String name = oldNames[old];
            if (name != null) {
                put(oldHashes[old], oldKeys[old], name);
            }
        }
    }

    private void put(int hash, byte[] key, String name) {
        int slot = hash & (hashes.length - 1);
        while (names[slot] != null) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        hashes[slot] = hash;
        keys[slot] = key;
        names[slot] = name;
        used++;
    }

    private static int hash(byte[] text, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(text, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ text[at]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash ^ (hash >>> 32));
    }
}
