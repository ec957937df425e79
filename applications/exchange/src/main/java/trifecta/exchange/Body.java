package trifecta.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The {@code msg} object of a message, as JSON. Immutable. */
final class Body {
    private final byte[] json;

    /**
     * @param json kept, not copied
     */
    Body(byte[] json) {
        this.json = json;
    }

    void appendTo(TextBuffer text) {
        text.raw(json);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && Arrays.equals(json, body.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
