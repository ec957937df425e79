package trifecta.store.postgres;

/**
 * Text that PostgreSQL can hold: it refuses U+0000 and lone surrogates, which a broken frame may contain, and one such frame
 * must not stop a line. They are written as backslash, {@code u}, four digits, and a backslash as two; other text stays as it is.
 */
public final class SafeText {
    private SafeText() {}

    public static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (needsEscape(text, i)) {
                return escapeAll(text);
            }
        }
        return text;
    }

    public static String unescape(String stored) {
        if (stored.indexOf('\\') < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (stored.charAt(++i) == '\\') {
                text.append('\\');
            } else {
                text.append((char) Integer.parseInt(stored, i + 1, i + 5, 16));
                i += 4;
            }
        }
        return text.toString();
    }

    /** For JSON and prose: the same without doubling backslashes, so JSON stays JSON; cannot be undone in general. */
    public static String escapeProse(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\' && needsEscape(text, i)) {
                return escapeAll(text).replace("\\\\", "\\");
            }
        }
        return text;
    }

    private static String escapeAll(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (needsEscape(text, i)) {
                escaped.append("\\u").append(String.format("%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean needsEscape(String text, int i) {
        char c = text.charAt(i);
        if (c == '\\' || c == 0) {
            return true;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
