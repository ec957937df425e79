package trifecta.exchange;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** A growing piece of UTF-8 text, written without garbage. Single-threaded. */
final class TextBuffer {
    private static final int FIRST_CAPACITY = 512;
    private static final int LONGEST_NUMBER = 20;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final byte[] secondText = new byte["2026-01-01T00:00:00".length()];
    private long secondOfText = Long.MIN_VALUE;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    TextBuffer clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    /** The text so far; valid until the next write, only the first {@link #length()} bytes. */
    byte[] bytes() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Text of ASCII characters; others go through {@link #json}. */
    @SuppressWarnings("deprecation") // the one copy of an ASCII string that makes no garbage
    TextBuffer text(String ascii) {
        int count = ascii.length();
        reserve(count);
        ascii.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    TextBuffer text(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    TextBuffer raw(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    TextBuffer raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    TextBuffer number(long value) {
        if (value < 0) {
            text('-');
            if (value == Long.MIN_VALUE) {
                return text("9223372036854775808");
            }
            return digits(-value, 1);
        }
        return digits(value, 1);
    }

    /** Micro-dollars as a decimal with four places, six where the value needs them. */
    TextBuffer dollars(long micros) {
        long magnitude = sign(micros);
        number(magnitude / 1_000_000).text('.');
        long fraction = magnitude % 1_000_000;
        return fraction % 100 == 0 ? digits(fraction / 100, 4) : digits(fraction, 6);
    }

    /** Hundredths of a contract as a decimal with two places. */
    TextBuffer contracts(long hundredths) {
        long magnitude = sign(hundredths);
        return number(magnitude / 100).text('.').digits(magnitude % 100, 2);
    }

    /** A time as RFC 3339 in UTC, the fraction of its second without trailing zeros. */
    TextBuffer instant(long micros) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        if (second != secondOfText) {
            secondOfText = second;
            String text = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).toString();
            byte[] ascii =
                    (text.length() == secondText.length ? text : text + ":00").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(ascii, 0, secondText, 0, secondText.length);
        }
        raw(secondText);
        long fraction = Math.floorMod(micros, MICROS_PER_SECOND);
        if (fraction != 0) {
            int places = 6;
            while (fraction % 10 == 0) {
                fraction /= 10;
                places--;
            }
            text('.').digits(fraction, places);
        }
        return text('Z');
    }

    /** A JSON string with its quotes. */
    TextBuffer json(String value) {
        text('"');
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            if (unit == '"' || unit == '\\') {
                text('\\').text((char) unit);
            } else if (unit >= 0 && unit < ' ') {
                text(String.format("\\u%04x", unit));
            } else {
                reserve(1);
                bytes[length++] = unit;
            }
        }
        return text('"');
    }

    private long sign(long value) {
        if (value < 0) {
            text('-');
        }
        return Math.abs(value);
    }

    private TextBuffer digits(long value, int places) {
        reserve(LONGEST_NUMBER);
        int count = places;
        for (long limit = power(places); count < LONGEST_NUMBER - 1 && value >= limit; limit *= 10) {
            count++;
        }
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    private static long power(int places) {
        long power = 1;
        for (int i = 0; i < places; i++) {
            power *= 10;
        }
        return power;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
