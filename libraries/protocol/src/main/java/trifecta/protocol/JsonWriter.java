package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import trifecta.market.Times;

/** Writes JSON as bytes into a buffer that it keeps. Puts commas by itself. Single-threaded. */
final class JsonWriter {
    private static final int CAPACITY = 512;
    private static final int LONGEST_NUMBER = 24;
    private static final int LONGEST_TIME = 40;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] MIN_VALUE = ascii(Long.toString(Long.MIN_VALUE));

    private byte[] buffer = new byte[CAPACITY];
    private int length;
    private boolean first = true;

    JsonWriter begin() {
        length = 0;
        first = true;
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    JsonWriter open(char bracket) {
        comma();
        put(bracket);
        first = true;
        return this;
    }

    JsonWriter close(char bracket) {
        put(bracket);
        first = false;
        return this;
    }

    /** A field's name, which needs no escapes. */
    JsonWriter field(byte[] name) {
        comma();
        room(name.length + 3);
        buffer[length++] = '"';
        System.arraycopy(name, 0, buffer, length, name.length);
        length += name.length;
        buffer[length++] = '"';
        buffer[length++] = ':';
        first = true;
        return this;
    }

    JsonWriter field(Field field) {
        return field(field.wireBytes());
    }

    JsonWriter field(String name) {
        return field(ascii(name));
    }

    /** A value that is JSON already. */
    JsonWriter raw(byte[] json) {
        comma();
        room(json.length);
        System.arraycopy(json, 0, buffer, length, json.length);
        length += json.length;
        return this;
    }

    JsonWriter number(long value) {
        comma();
        digits(value);
        return this;
    }

    JsonWriter bool(boolean value) {
        return raw(ascii(value ? "true" : "false"));
    }

    JsonWriter string(String text) {
        comma();
        room(text.length() + 2);
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return rest(text, i);
            }
            escaped(c);
        }
        put('"');
        return this;
    }

    /** The rest of a string from its first character beyond ASCII on. */
    private JsonWriter rest(String text, int from) {
        for (byte octet : text.substring(from).getBytes(StandardCharsets.UTF_8)) {
            if (octet < 0) {
                room(1);
                buffer[length++] = octet;
            } else {
                escaped((char) octet);
            }
        }
        put('"');
        return this;
    }

    private void escaped(char c) {
        if (c == '"' || c == '\\') {
            put('\\');
            put(c);
        } else if (c >= ' ') {
            put(c);
        } else {
            room(6);
            put('\\');
            put('u');
            put('0');
            put('0');
            buffer[length++] = HEX[c >> 4];
            buffer[length++] = HEX[c & 15];
        }
    }

    /**
     * A decimal string.
     *
     * @param scaled the value times 10^decimals
     * @param decimalsMin trailing zeros beyond these decimals are left out
     */
    JsonWriter decimal(long scaled, int decimals, int decimalsMin) {
        comma();
        room(LONGEST_NUMBER + 4);
        put('"');
        if (scaled < 0) {
            put('-');
        }
        long unit = 1;
        for (int i = 0; i < decimals; i++) {
            unit *= 10;
        }
        digits(Math.abs(scaled / unit));
        fraction(Math.abs(scaled % unit), unit, decimals, decimalsMin);
        put('"');
        return this;
    }

    private void fraction(long value, long unit, int decimals, int decimalsMin) {
        long rest = value;
        long place = unit / 10;
        for (int written = 0; written < decimals && (written < decimalsMin || rest != 0); written++) {
            if (written == 0) {
                put('.');
            }
            put((char) ('0' + rest / place));
            rest %= place;
            place /= 10;
        }
    }

    /** RFC 3339 in UTC, with as many decimals as the time has. */
    JsonWriter time(long micros) {
        if (micros == Times.ABSENT) {
            throw new IllegalArgumentException("an absent time cannot be written");
        }
        comma();
        room(LONGEST_TIME);
        put('"');
        long seconds = Math.floorDiv(micros, 1_000_000L);
        date(Math.floorDiv(seconds, 86_400L));
        int ofDay = Math.floorMod(seconds, 86_400);
        put('T');
        two(ofDay / 3600);
        put(':');
        two(ofDay / 60 % 60);
        put(':');
        two(ofDay % 60);
        fraction(Math.floorMod(micros, 1_000_000L), 1_000_000, 6, 0);
        put('Z');
        put('"');
        return this;
    }

    /** The inverse of {@code TimeText.epochDay}. */
    private void date(long epochDay) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        if (year < 0 || year > 9999) {
            throw new IllegalArgumentException("no RFC 3339 time: year " + year);
        }
        two((int) (year / 100));
        two((int) (year % 100));
        put('-');
        two(month);
        put('-');
        two(dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    }

    private void two(int value) {
        put((char) ('0' + value / 10));
        put((char) ('0' + value % 10));
    }

    private void digits(long value) {
        if (value == Long.MIN_VALUE) {
            first = true;
            raw(MIN_VALUE);
            return;
        }
        room(LONGEST_NUMBER);
        long rest = Math.abs(value);
        if (value < 0) {
            buffer[length++] = '-';
        }
        int digits = 1;
        for (long limit = 10; digits < 19 && rest >= limit; limit *= 10) {
            digits++;
        }
        for (int place = length + digits - 1; place >= length; place--) {
            buffer[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void comma() {
        if (!first) {
            put(',');
        }
        first = false;
    }

    private void put(char ascii) {
        room(1);
        buffer[length++] = (byte) ascii;
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
