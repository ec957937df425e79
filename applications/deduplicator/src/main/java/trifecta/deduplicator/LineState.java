package trifecta.deduplicator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import trifecta.market.ledger.Subscription;

/**
 * What the merge keeps about a line beside its cursor, in the same transaction: where it stands on the channels without books.
 * Packed in a versioned form of its own.
 */
final class LineState {
    private static final int VERSION = 1;

    /** Where a line stands on one channel, and on which subscription it gets it; null: on none. */
    static final class ChannelStand {
        @Nullable Subscription subscription;

        long place;
        boolean joining = true;
        /** See {@link ChannelPath#exceptions}. */
        long[] exceptions = new long[0];
    }

    final ChannelStand trades = new ChannelStand();
    final ChannelStand lifecycle = new ChannelStand();
    int boot;
    /** What all lines' clocks had learned when this line last moved; that of the line with the highest age counts. */
    byte[] clocks = new byte[0];

    long clocksAge;

    static LineState unpack(byte[] packed) {
        LineState state = new LineState();
        if (packed.length == 0) {
            return state;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException("line state of unknown version " + version);
            }
            state.boot = in.readInt();
            unpack(in, state.trades);
            unpack(in, state.lifecycle);
            state.clocksAge = in.readLong();
            state.clocks = in.readNBytes(in.readInt());
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("a line's state in production is cut short", e);
        }
    }

    byte[] pack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(boot);
            pack(out, trades);
            pack(out, lifecycle);
            out.writeLong(clocksAge);
            out.writeInt(clocks.length);
            out.write(clocks);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void unpack(DataInputStream in, ChannelStand stand) throws IOException {
        int connection = in.readInt();
        int sid = in.readInt();
        stand.subscription = connection == 0 ? null : new Subscription(connection, sid);
        stand.place = in.readLong();
        stand.joining = in.readBoolean();
        stand.exceptions = new long[in.readInt()];
        for (int i = 0; i < stand.exceptions.length; i++) {
            stand.exceptions[i] = in.readLong();
        }
    }

    private static void pack(DataOutputStream out, ChannelStand stand) throws IOException {
        Subscription subscription = stand.subscription;
        out.writeInt(subscription == null ? 0 : subscription.connection());
        out.writeInt(subscription == null ? 0 : subscription.sid());
        out.writeLong(stand.place);
        out.writeBoolean(stand.joining);
        out.writeInt(stand.exceptions.length);
        for (long exception : stand.exceptions) {
            out.writeLong(exception);
        }
    }
}
