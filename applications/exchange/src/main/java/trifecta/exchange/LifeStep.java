package trifecta.exchange;

/**
 * Something that is going to happen in the life of a simulated market.
 *
 * @param serial keeps steps of one instant in the order in which they were planned
 */
record LifeStep(long atMicros, long serial, int slot, LiveMarket market, Kind kind) implements Comparable<LifeStep> {
    enum Kind {
        /** Trading begins. */
        ACTIVATE,
        /** Trading stops for a while, and goes on. */
        PAUSE,
        RESUME,
        /** The time of the close is announced anew. */
        MOVE_CLOSE,
        /** The successor in this slot is announced. */
        SUCCEED,
        /** Trading ends, the book is emptied. */
        CLOSE,
        DETERMINE,
        SETTLE
    }

    LifeStep putOff(long micros) {
        return new LifeStep(atMicros + micros, serial, slot, market, kind);
    }

    @Override
    public int compareTo(LifeStep other) {
        int byTime = Long.compare(atMicros, other.atMicros);
        return byTime != 0 ? byTime : Long.compare(serial, other.serial);
    }
}
