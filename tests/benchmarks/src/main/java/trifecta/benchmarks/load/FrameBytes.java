package trifecta.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Order-book deltas as an exchange writes them, one behind another; nothing is allocated for a frame. Single-threaded. */
public final class FrameBytes {
    private static final byte[] BEGIN = ascii("{\"type\":\"orderbook_delta\",\"sid\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] TIME = ascii("\"ts\":\"");
    private static final byte[] MILLIS = ascii("Z\",\"ts_ms\":");
    private static final byte[] END = ascii("}}");
    private static final long MICROS = 1_000_000;
    private static final int MICRO_DIGITS = 6;
    private static final int LONG_DIGITS = 20;

    /** A whole text message whose length, below 64 KB, stands in two bytes. */
    private static final int TEXT = 0x81;

    private static final int TWO_BYTES = 126;
    private static final int HEADER = 4;

    private byte[] bytes = new byte[1 << 16];
    private int length;
    private long secondKnown = Long.MIN_VALUE;
    private byte[] secondText = {};

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes; those behind {@link #length} mean nothing. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** A copy of what is there. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** One byte. */
    public void add(int one) {
        room(1);
        bytes[length++] = (byte) one;
    }

    void add(byte[] some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, length, some.length);
        length += some.length;
    }

    void delta(int sid, long seq, byte[] head, byte[] change, long micros) {
        add(BEGIN);
        number(sid);
        add(SEQ);
        number(seq);
        add(',');
        add(head);
        add(change);
        add(TIME);
        add(second(Math.floorDiv(micros, MICROS)));
        add('.');
        digits(Math.floorMod(micros, MICROS), MICRO_DIGITS);
        add(MILLIS);
        number(micros / 1000);
        add(END);
    }

    /** Begins a WebSocket message; {@link #endMessage} takes what this gives. */
    int beginMessage() {
        room(HEADER);
        length += HEADER;
        return length;
    }

    void endMessage(int begin) {
        int payload = length - begin;
        if (payload < TWO_BYTES || payload > 0xFFFF) {
            throw new IllegalArgumentException("a message of " + payload + " bytes");
        }
        bytes[begin - 4] = (byte) TEXT;
        bytes[begin - 3] = TWO_BYTES;
        bytes[begin - 2] = (byte) (payload >> 8);
        bytes[begin - 1] = (byte) payload;
    }

    private byte[] second(long epochSecond) {
        if (epochSecond != secondKnown) {
            String text = Instant.ofEpochSecond(epochSecond).toString();
            secondText = ascii(text.substring(0, text.length() - 1));
            secondKnown = epochSecond;
        }
        return secondText;
    }

    private void number(long number) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        digits(number, count);
    }

    private void digits(long number, int count) {
        room(LONG_DIGITS);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
