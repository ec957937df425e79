package trifecta.deduplicator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.market.ledger.LineLedger;
import trifecta.market.ledger.Subscription;

/**
 * What the merge keeps about a market, packed: the open span that each line has of it, then the arbiter's own state.
 *
 * @param spans by line; null where that line has no open span
 * @param lacking whether its last span ended though nobody gave it back: what happens now is in no line
 * @param arbiter as the arbiter packed it
 */
@SuppressWarnings("ArrayRecordComponent") // not compared, and handed on at once
record MarketState(LineLedger.@Nullable Kept[] spans, boolean lacking, byte[] arbiter) {
    /** Before the ledger; spans then had no number and no times. */
    private static final byte VERSION_WITHOUT_LEDGER = 1;

    private static final byte VERSION = 2;
    private static final int HEADER_BYTES = 3;
    private static final int SPAN_BYTES = 41;
    private static final byte PARKED = 1;
    private static final byte DOUBTED = 2;

    static MarketState of(String market, LineLedger[] ledgers, boolean lacking, byte[] arbiter) {
        LineLedger.@Nullable Kept[] spans = new LineLedger.Kept[ledgers.length];
        for (int line = 0; line < ledgers.length; line++) {
            spans[line] = ledgers[line].kept(market);
        }
        return new MarketState(spans, lacking, arbiter);
    }

    byte[] pack() {
        int open = 0;
        for (LineLedger.@Nullable Kept span : spans) {
            open += span == null ? 0 : 1;
        }
        ByteBuffer packed = ByteBuffer.allocate(HEADER_BYTES + spans.length + SPAN_BYTES * open + arbiter.length);
        packed.put(VERSION).put((byte) spans.length).put((byte) (lacking ? 1 : 0));
        for (LineLedger.@Nullable Kept span : spans) {
            packed.put((byte) (span == null ? 0 : 1));
            if (span != null) {
                packed.putInt(span.subscription().connection());
                packed.putInt(span.subscription().sid());
                packed.put((byte) ((span.parked() ? PARKED : 0) | (span.doubted() ? DOUBTED : 0)));
                packed.putLong(span.parkedHash());
                packed.putLong(span.span());
                packed.putLong(span.fromMicros());
                packed.putLong(span.verifiedMicros());
            }
        }
        return packed.put(arbiter).array();
    }

    static MarketState unpack(byte[] bytes, int lines) {
        ByteBuffer packed = ByteBuffer.wrap(bytes);
        byte version = packed.get();
        if (version != VERSION && version != VERSION_WITHOUT_LEDGER) {
            throw new IllegalStateException("market state of unknown version " + version);
        }
        int stored = packed.get();
        boolean lacking = packed.get() == 1;
        LineLedger.@Nullable Kept[] spans = new LineLedger.Kept[lines];
        for (int line = 0; line < stored; line++) {
            LineLedger.@Nullable Kept span = version == VERSION ? span(packed) : spanWithoutLedger(packed);
            if (line < lines) {
                spans[line] = span;
            }
        }
        byte[] arbiter = new byte[packed.remaining()];
        packed.get(arbiter);
        return new MarketState(spans, lacking, arbiter);
    }

    private static LineLedger.@Nullable Kept span(ByteBuffer packed) {
        if (packed.get() == 0) {
            return null;
        }
        Subscription subscription = new Subscription(packed.getInt(), packed.getInt());
        byte flags = packed.get();
        long parkedHash = packed.getLong();
        return new LineLedger.Kept(
                subscription,
                packed.getLong(),
                packed.getLong(),
                packed.getLong(),
                (flags & DOUBTED) != 0,
                (flags & PARKED) != 0,
                parkedHash);
    }

    private static LineLedger.@Nullable Kept spanWithoutLedger(ByteBuffer packed) {
        Subscription subscription = new Subscription(packed.getInt(), packed.getInt());
        boolean parked = packed.get() == 1;
        long parkedHash = packed.getLong();
        return subscription.connection() == 0
                ? null
                : new LineLedger.Kept(subscription, 0, Times.ABSENT, Times.ABSENT, false, parked, parkedHash);
    }
}
