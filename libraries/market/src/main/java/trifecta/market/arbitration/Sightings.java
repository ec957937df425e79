package trifecta.market.arbitration;

import trifecta.market.Times;

/** When contents were seen last, by a hash of them. Bounded: an old one gives way to a new one in its slot. */
final class Sightings {
    /** Several seconds of a busy line, half an hour of a quiet one. */
    private static final int SLOTS = 1 << 15;

    private final long[] keys = new long[SLOTS];
    private final long[] micros = new long[SLOTS];

    /**
     * The same content at two times says nothing: it is forgotten until its slot is used anew.
     *
     * @return whether it was seen at this time only
     */
    boolean see(long key, long at) {
        int slot = slot(key);
        boolean once = keys[slot] != key || micros[slot] == at;
        micros[slot] = once ? at : Times.ABSENT;
        keys[slot] = key;
        return once;
    }

    /** Somebody else saw it at two times. */
    void recurs(long key) {
        int slot = slot(key);
        if (keys[slot] == key) {
            micros[slot] = Times.ABSENT;
        }
    }

    /** {@link Times#ABSENT} when it was not seen lately, or more than once. */
    long at(long key) {
        int slot = slot(key);
        return keys[slot] == key ? micros[slot] : Times.ABSENT;
    }

    boolean has(long key) {
        return keys[slot(key)] == key;
    }

    private static int slot(long key) {
        return (int) (key >>> 40) & (SLOTS - 1);
    }
}
