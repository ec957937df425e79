package trifecta.store.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import trifecta.market.Splitmix;

/** Reads the columns of one row of {@code COPY ... TO STDOUT (FORMAT binary)}, one after another. Reused from row to row. */
public final class BinaryRow {
    private static final int HEADER_BYTES = 19;
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] message = {};
    private int start;
    private int at;

    /**
     * Goes to the next row.
     *
     * @param first whether it is the first message of the COPY, which begins with the header
     * @return false at the end of the rows
     */
    public boolean next(byte[] nextMessage, boolean first) {
        message = nextMessage;
        start = first ? HEADER_BYTES : 0;
        at = start + 2;
        return (short) INT16.get(message, start) >= 0;
    }

    /** Hash of all columns as PostgreSQL sent them. */
    public long hash() {
        long hash = (long) message.length - start;
        int i = start;
        for (; i + 8 <= message.length; i += 8) {
            hash = Splitmix.mix(hash ^ (long) INT64.get(message, i));
        }
        for (; i < message.length; i++) {
            hash = Splitmix.mix(hash ^ message[i]);
        }
        return hash;
    }

    public void skip(int columns) {
        for (int i = 0; i < columns; i++) {
            at += 4 + Math.max(0, (int) INT32.get(message, at));
        }
    }

    public int int16() {
        at += 6;
        return (short) INT16.get(message, at - 2);
    }

    public int int32() {
        at += 8;
        return (int) INT32.get(message, at - 4);
    }

    public long int64() {
        at += 12;
        return (long) INT64.get(message, at - 8);
    }

    public int int16Or(int missing) {
        return skipNothing() ? missing : int16();
    }

    public int int32Or(int missing) {
        return skipNothing() ? missing : int32();
    }

    public long int64Or(long missing) {
        return skipNothing() ? missing : int64();
    }

    public byte @Nullable [] bytes() {
        if (skipNothing()) {
            return null;
        }
        int length = (int) INT32.get(message, at);
        at += 4 + length;
        return Arrays.copyOfRange(message, at - length, at);
    }

    private boolean skipNothing() {
        boolean nothing = (int) INT32.get(message, at) < 0;
        at += nothing ? 4 : 0;
        return nothing;
    }
}
