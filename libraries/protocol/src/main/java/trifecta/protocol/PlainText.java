package trifecta.protocol;

/** Text from outside that goes to logs, terminals and stores. */
final class PlainText {
    private static final int LENGTH_MAX = 500;

    private PlainText() {}

    /** The text with control characters and what is no character replaced, and cut where it is long. */
    static String of(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(LENGTH_MAX).forEach(point -> plain.appendCodePoint(isPlain(point) ? point : '?'));
        return plain.toString();
    }

    /** Whether every store can hold it: no NUL, no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.codePoints().allMatch(point -> point != 0 && !isSurrogate(point));
    }

    private static boolean isPlain(int point) {
        return !Character.isISOControl(point) && !isSurrogate(point);
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
