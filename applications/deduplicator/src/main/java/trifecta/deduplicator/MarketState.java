package trifecta.deduplicator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import trifecta.deduplicator.OpenSpans.Subscription;

/**
 * What the merge keeps about a market, packed: on which subscription each line has an open span of it, then the arbiter's own state.
 *
 * @param subscriptions by line; null where that line has no open span
 * @param parked by line: hash of the book from which a span goes on whose place was given up; null: it has its place
 * @param lacking whether its last span ended though nobody gave it back: what happens now is in no line
 * @param arbiter as the arbiter packed it
 */
@SuppressWarnings("ArrayRecordComponent") // not compared, and handed on at once
record MarketState(
        @Nullable Subscription[] subscriptions, @Nullable Long[] parked, boolean lacking, byte[] arbiter) {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 3;
    private static final int SUBSCRIPTION_BYTES = 17;

    static MarketState of(String market, OpenSpans[] spans, boolean lacking, byte[] arbiter) {
        @Nullable Subscription[] subscriptions = new Subscription[spans.length];
        @Nullable Long[] parked = new Long[spans.length];
        for (int line = 0; line < spans.length; line++) {
            subscriptions[line] = spans[line].of(market);
            parked[line] = spans[line].parked(market);
        }
        return new MarketState(subscriptions, parked, lacking, arbiter);
    }

    byte[] pack() {
        ByteBuffer packed =
                ByteBuffer.allocate(HEADER_BYTES + SUBSCRIPTION_BYTES * subscriptions.length + arbiter.length);
        packed.put(VERSION).put((byte) subscriptions.length).put((byte) (lacking ? 1 : 0));
        for (int line = 0; line < subscriptions.length; line++) {
            Subscription each = subscriptions[line];
            Long book = parked[line];
            packed.putInt(each == null ? 0 : each.connection());
            packed.putInt(each == null ? 0 : each.sid());
            packed.put((byte) (book == null ? 0 : 1));
            packed.putLong(book == null ? 0 : book);
        }
        return packed.put(arbiter).array();
    }

    static MarketState unpack(byte[] bytes, int lines) {
        ByteBuffer packed = ByteBuffer.wrap(bytes);
        if (packed.get() != VERSION) {
            throw new IllegalStateException("market state of unknown version " + bytes[0]);
        }
        int stored = packed.get();
        boolean lacking = packed.get() == 1;
        @Nullable Subscription[] subscriptions = new Subscription[lines];
        @Nullable Long[] parked = new Long[lines];
        for (int line = 0; line < stored; line++) {
            int connection = packed.getInt();
            int sid = packed.getInt();
            boolean isParked = packed.get() == 1;
            long book = packed.getLong();
            if (line < lines && connection != 0) {
                subscriptions[line] = new Subscription(connection, sid);
                parked[line] = isParked ? book : null;
            }
        }
        byte[] arbiter = new byte[packed.remaining()];
        packed.get(arbiter);
        return new MarketState(subscriptions, parked, lacking, arbiter);
    }
}
