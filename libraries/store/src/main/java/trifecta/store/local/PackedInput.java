package trifecta.store.local;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import trifecta.store.postgres.SafeText;

/** Reads what {@link PackedOutput} wrote. */
final class PackedInput {
    private final byte[] bytes;
    private int at;

    PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long value = 0;
        int shift = 0;
        byte part;
        do {
            part = bytes[at++];
            value |= (part & 0x7FL) << shift;
            shift += 7;
        } while (part < 0);
        return (value >>> 1) ^ -(value & 1);
    }

    int count() {
        return Math.toIntExact(number());
    }

    long whole() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    @Nullable String textOrNothing() {
        int length = count();
        if (length < 0) {
            return null;
        }
        at += length;
        return SafeText.unescape(new String(bytes, at - length, length, StandardCharsets.UTF_8));
    }

    String text() {
        String text = textOrNothing();
        if (text == null) {
            throw new IllegalStateException("packed content lacks a text at byte " + at);
        }
        return text;
    }
}
