package trifecta.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The fast way through a frame: an object of plain values, with one such object in {@code msg}, fields in any order. It knows a
 * strict subset of JSON (no escapes, nothing beyond ASCII, no other nesting, no field twice) and says no to everything else,
 * well-formed or not; then {@link TolerantReader} decides. So whatever both accept, both must read alike.
 *
 * <p>Invariant: every read of {@code text} is below {@code end}. See docs/decisions/0002-json-websocket-http.md.
 */
final class FlatScanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** Longer names and numbers go the tolerant way, which has bounds of its own. */
    private static final int NAME_MAX = 64;

    private static final int FAILED = -1;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final FieldValues values;
    private byte[] text = new byte[0];
    private int end;
    private boolean anyType;

    FlatScanner(FieldValues values) {
        this.values = values;
    }

    /**
     * Reads a frame into the values.
     *
     * @param anyType false: gives up early on frames whose type is read before {@code msg} and is none of the frequent ones
     * @return false when the frame is not of this subset; the values are of no use then
     */
    boolean scan(byte[] bytes, int offset, int length, boolean anyType) {
        this.text = bytes;
        this.end = offset + length;
        this.anyType = anyType;
        values.beginIn(bytes);
        int at = skipBlanks(offset);
        if (at >= end || text[at] != '{') {
            return false;
        }
        at = object(at, FieldNames.ENVELOPE);
        return at != FAILED && skipBlanks(at) == end;
    }

    /** Reads an object that begins at {@code at}; returns the place behind it. */
    private int object(int at, FieldNames names) {
        at = skipBlanks(at + 1);
        if (at < end && text[at] == '}') {
            return at + 1;
        }
        while (at < end && text[at] == '"') {
            int nameStart = at + 1;
            int nameEnd = stringEnd(nameStart);
            if (nameEnd == FAILED || nameEnd - nameStart > NAME_MAX) {
                return FAILED;
            }
            Field field = names.of(text, nameStart, nameEnd);
            if (field != null && values.kind(field) != FieldValues.NONE) {
                return FAILED;
            }
            at = skipBlanks(nameEnd + 1);
            if (at >= end || text[at] != ':') {
                return FAILED;
            }
            at = value(skipBlanks(at + 1), field);
            if (at == FAILED) {
                return FAILED;
            }
            at = skipBlanks(at);
            if (at >= end) {
                return FAILED;
            }
            if (text[at] == '}') {
                return at + 1;
            }
            if (text[at] != ',') {
                return FAILED;
            }
            at = skipBlanks(at + 1);
        }
        return FAILED;
    }

    private int value(int at, @Nullable Field field) {
        if (at >= end) {
            return FAILED;
        }
        return switch (text[at]) {
            case '"' -> string(at + 1, field);
            case '{' -> field == Field.MSG ? message(at) : FAILED;
            case 't' -> word(at, TRUE, FieldValues.TRUE, field);
            case 'f' -> word(at, FALSE, FieldValues.FALSE, field);
            case 'n' -> word(at, NULL, FieldValues.NULL, field);
            default -> number(at, field);
        };
    }

    private int message(int at) {
        if (!anyType && values.has(Field.TYPE) && MessageType.frequent(values) == null) {
            return FAILED;
        }
        int behind = object(at, FieldNames.MESSAGE);
        values.put(Field.MSG, FieldValues.OTHER, at, behind);
        return behind;
    }

    private int string(int from, @Nullable Field field) {
        int to = stringEnd(from);
        if (to == FAILED) {
            return FAILED;
        }
        if (field != null) {
            if (to - from > FieldValues.LENGTH_MAX) {
                return FAILED;
            }
            values.put(field, FieldValues.STRING, from, to);
        }
        return to + 1;
    }

    private int word(int at, byte[] word, byte kind, @Nullable Field field) {
        if (end - at < word.length) {
            return FAILED;
        }
        for (int i = 0; i < word.length; i++) {
            if (text[at + i] != word[i]) {
                return FAILED;
            }
        }
        if (field != null) {
            values.put(field, kind, at, at + word.length);
        }
        return at + word.length;
    }

    /** {@code -?(0|[1-9][0-9]*)(\.[0-9]+)?}; an exponent goes the tolerant way. */
    private int number(int from, @Nullable Field field) {
        int at = from;
        if (text[at] == '-') {
            at++;
        }
        int whole = digits(at);
        if (whole == at || (text[at] == '0' && whole > at + 1)) {
            return FAILED;
        }
        int to = whole;
        if (to < end && text[to] == '.') {
            to = digits(whole + 1);
            if (to == whole + 1) {
                return FAILED;
            }
        }
        if (to - from > NAME_MAX) {
            return FAILED;
        }
        if (field != null) {
            values.put(field, FieldValues.NUMBER, from, to);
        }
        return to;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** The closing quote; FAILED when a control character, an escape, a byte beyond ASCII or the end comes first. */
    private int stringEnd(int from) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = (long) LONGS.get(text, at);
            long quote = eight ^ ('"' * ONES);
            long escape = eight ^ ('\\' * ONES);
            // In each term the lowest marked byte is exact; borrows can mark bytes above it only.
            long marks =
                    (((quote - ONES) & ~quote) | ((escape - ONES) & ~escape) | ((eight - ' ' * ONES) & ~eight) | eight)
                            & HIGH;
            if (marks != 0) {
                int found = at + (Long.numberOfTrailingZeros(marks) >>> 3);
                return text[found] == '"' ? found : FAILED;
            }
        }
        for (; at < end; at++) {
            byte character = text[at];
            if (character == '"') {
                return at;
            }
            if (character < ' ' || character == '\\') {
                return FAILED;
            }
        }
        return FAILED;
    }
}
