package trifecta.store.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import trifecta.market.Times;

/**
 * Rows on their way into {@code COPY ... FROM STDIN (FORMAT binary)}: the fastest way in. The format is that of the manual's page
 * of COPY. Sent in pieces, so that memory stays bounded however many rows there are. Single-threaded, for one COPY.
 */
public final class BinaryRows implements AutoCloseable {
    /** Large enough that system calls do not count, small enough to stay in the cache. */
    private static final int PIECE_BYTES = 1 << 18;

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int INT4_OID = 23;
    private static final int INT8_OID = 20;

    /** PostgreSQL counts microseconds from 2000-01-01. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final CopyIn copy;
    private byte[] bytes = new byte[PIECE_BYTES + 4096];
    private int length;

    /**
     * Begins a COPY.
     *
     * @param target table and columns
     */
    public BinaryRows(Connection connection, String target) throws SQLException {
        copy = Connections.copy(connection).copyIn("COPY " + target + " FROM STDIN (FORMAT binary)");
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        length = HEADER.length;
    }

    /** Begins a row. */
    public void row(int columns) throws SQLException {
        if (length >= PIECE_BYTES) {
            copy.writeToCopy(bytes, 0, length);
            length = 0;
        }
        room(2);
        INT16.set(bytes, length, (short) columns);
        length += 2;
    }

    public void nothing() {
        room(4);
        INT32.set(bytes, length, -1);
        length += 4;
    }

    public void int16(int value) {
        room(6);
        INT32.set(bytes, length, 2);
        INT16.set(bytes, length + 4, (short) value);
        length += 6;
    }

    public void int32(int value) {
        room(8);
        INT32.set(bytes, length, 4);
        INT32.set(bytes, length + 4, value);
        length += 8;
    }

    public void int64(long value) {
        room(12);
        INT32.set(bytes, length, 8);
        INT64.set(bytes, length + 4, value);
        length += 12;
    }

    /** A {@code bigint} that may be missing. */
    public void int64OrNothing(long value, long missing) {
        if (value == missing) {
            nothing();
        } else {
            int64(value);
        }
    }

    /** A {@code timestamptz}, null where the time is {@link Times#ABSENT}. */
    public void time(long micros) {
        if (micros == Times.ABSENT) {
            nothing();
        } else {
            int64(micros - EPOCH_MICROS);
        }
    }

    public void bool(boolean value) {
        room(5);
        INT32.set(bytes, length, 1);
        bytes[length + 4] = (byte) (value ? 1 : 0);
        length += 5;
    }

    public void bytes(byte @Nullable [] value) {
        if (value == null) {
            nothing();
            return;
        }
        room(4 + value.length);
        INT32.set(bytes, length, value.length);
        System.arraycopy(value, 0, bytes, length + 4, value.length);
        length += 4 + value.length;
    }

    /** JSON or prose, made safe in a way that keeps JSON valid. */
    public void prose(String value) {
        bytes(SafeText.escapeProse(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Text, made safe in a way that can be undone. */
    public void text(@Nullable String value) {
        bytes(value == null ? null : SafeText.escape(value).getBytes(StandardCharsets.UTF_8));
    }

    /** An {@code int[]}. */
    public void int32Array(int[] values) {
        arrayHeader(INT4_OID, values.length, 8);
        for (int value : values) {
            int32(value);
        }
    }

    /** A {@code bigint[]}. */
    public void int64Array(long[] values) {
        arrayHeader(INT8_OID, values.length, 12);
        for (long value : values) {
            int64(value);
        }
    }

    /**
     * Ends the COPY.
     *
     * @return rows that the server took
     */
    public long finish() throws SQLException {
        room(2);
        INT16.set(bytes, length, (short) -1);
        copy.writeToCopy(bytes, 0, length + 2);
        return copy.endCopy();
    }

    /** Breaks off a COPY that was not finished, so that the connection can be used again. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void arrayHeader(int elementType, int elements, int elementBytes) {
        boolean empty = elements == 0;
        int header = empty ? 12 : 20;
        room(4 + header);
        INT32.set(bytes, length, header + elements * elementBytes);
        INT32.set(bytes, length + 4, empty ? 0 : 1);
        INT32.set(bytes, length + 8, 0);
        INT32.set(bytes, length + 12, elementType);
        if (!empty) {
            INT32.set(bytes, length + 16, elements);
            INT32.set(bytes, length + 20, 1);
        }
        length += 4 + header;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.multiplyExact(bytes.length, 2)));
        }
    }
}
