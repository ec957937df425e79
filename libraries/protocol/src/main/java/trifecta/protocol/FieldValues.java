package trifecta.protocol;

import java.util.Arrays;

/**
 * The values of one frame's fields as stretches of text, filled by a scanner and read by {@link MessageBuilder}. Reused from
 * frame to frame.
 */
@SuppressWarnings("EnumOrdinal") // an EnumMap would box every place of every value
final class FieldValues {
    /** Longer values of fields that we read are no values: prices, names and times are far below. */
    static final int LENGTH_MAX = 256;

    static final byte NONE = 0;
    static final byte NULL = 1;
    static final byte STRING = 2;
    static final byte NUMBER = 3;
    static final byte TRUE = 4;
    static final byte FALSE = 5;

    /** An object, an array, or a text that is too long: present, and of no use. */
    static final byte OTHER = 6;

    private static final int FIELDS = Field.values().length;

    private final byte[] kinds = new byte[FIELDS];
    private final int[] starts = new int[FIELDS];
    private final int[] ends = new int[FIELDS];
    private final byte[] copies = new byte[FIELDS * LENGTH_MAX];
    private byte[] text = copies;

    /** Begins a frame whose values stand in the frame itself. */
    void beginIn(byte[] frame) {
        Arrays.fill(kinds, NONE);
        text = frame;
    }

    /** Begins a frame whose values are copied. */
    void beginCopies() {
        Arrays.fill(kinds, NONE);
        text = copies;
    }

    void put(Field field, byte kind, int start, int end) {
        int index = field.ordinal();
        kinds[index] = kind;
        starts[index] = start;
        ends[index] = end;
    }

    /** Copies a value; what is no ASCII becomes a byte that no reader accepts. */
    void putCopy(Field field, byte kind, char[] characters, int offset, int length) {
        if (length > LENGTH_MAX) {
            put(field, OTHER, 0, 0);
            return;
        }
        int start = field.ordinal() * LENGTH_MAX;
        for (int i = 0; i < length; i++) {
            char character = characters[offset + i];
            copies[start + i] = character < 0x80 ? (byte) character : -1;
        }
        put(field, kind, start, start + length);
    }

    byte kind(Field field) {
        return kinds[field.ordinal()];
    }

    /** Whether it holds a value: neither missing nor null. */
    boolean has(Field field) {
        return kinds[field.ordinal()] > NULL;
    }

    boolean isText(Field field) {
        byte kind = kinds[field.ordinal()];
        return kind == STRING || kind == NUMBER;
    }

    boolean isEmptyString(Field field) {
        return kind(field) == STRING && start(field) == end(field);
    }

    byte[] text() {
        return text;
    }

    int start(Field field) {
        return starts[field.ordinal()];
    }

    int end(Field field) {
        return ends[field.ordinal()];
    }

    /** Whether the value is this string. */
    boolean is(Field field, byte[] expected) {
        return kind(field) == STRING && Arrays.equals(text, start(field), end(field), expected, 0, expected.length);
    }
}
