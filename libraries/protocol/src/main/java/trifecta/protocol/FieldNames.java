package trifecta.protocol;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds fields by their names' bytes. Immutable. */
final class FieldNames {
    static final FieldNames ENVELOPE = new FieldNames(EnumSet.range(Field.TYPE, Field.MARKETS));
    static final FieldNames MESSAGE = new FieldNames(EnumSet.range(Field.MARKET, Field.LAST_TRADE_SIZE_FP));

    /** Large beside the number of fields, so that nearly every look-up is one comparison. */
    private static final int SLOTS = 256;

    private final @Nullable Field[] slots = new Field[SLOTS];
    private final Map<String, Field> byName = new HashMap<>();

    private FieldNames(Set<Field> fields) {
        for (Field field : fields) {
            byte[] name = field.wireBytes();
            int slot = slot(name, 0, name.length);
            while (slots[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            slots[slot] = field;
            byName.put(field.wireName(), field);
        }
    }

    @Nullable Field of(byte[] text, int from, int to) {
        if (from == to) {
            return null;
        }
        int slot = slot(text, from, to);
        for (Field field = slots[slot]; field != null; field = slots[slot]) {
            byte[] name = field.wireBytes();
            if (Arrays.equals(name, 0, name.length, text, from, to)) {
                return field;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return null;
    }

    @Nullable Field of(String name) {
        return byName.get(name);
    }

    /** By length, first, middle and last character. */
    private static int slot(byte[] text, int from, int to) {
        int length = to - from;
        int hash = length * 0x2F + text[from] * 0x11 + text[from + length / 2] * 0x65 + text[to - 1] * 0x07;
        return (hash ^ hash >>> 8) & (SLOTS - 1);
    }
}
