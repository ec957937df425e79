package trifecta.protocol;

/** Decimal text to scaled integers, exactly or not at all. */
public final class DecimalText {
    /** Stands for text that is no plain decimal number, is too large, or has more decimals than there is room for. */
    public static final long NOT_EXACT = Long.MIN_VALUE;

    /** Decimals of a price in dollars as micro-dollars. */
    public static final int DOLLARS = 6;

    /** Decimals of a price in cents as micro-dollars. */
    public static final int CENTS = 4;

    /** Decimals of a count of contracts as hundredths. */
    public static final int CONTRACTS = 2;

    /** Results stay below this, so that a digit more never overflows a long. */
    private static final long MAGNITUDE_END = 900_000_000_000_000_000L;

    private DecimalText() {}

    /**
     * Reads {@code -?digits[.digits]}; digits beyond {@code decimals} must be zeros.
     *
     * @param decimals the scale of the result: 6 makes "0.56" 560000
     * @return the scaled value, or {@link #NOT_EXACT}
     */
    public static long scaled(byte[] text, int from, int to, int decimals) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int digits = 0;
        for (; at < to && isDigit(text[at]); at++, digits++) {
            value = value * 10 + (text[at] - '0');
            if (value >= MAGNITUDE_END) {
                return NOT_EXACT;
            }
        }
        int room = decimals;
        if (at < to && text[at] == '.') {
            for (at++; at < to && isDigit(text[at]); at++, digits++) {
                if (room > 0) {
                    value = value * 10 + (text[at] - '0');
                    room--;
                    if (value >= MAGNITUDE_END) {
                        return NOT_EXACT;
                    }
                } else if (text[at] != '0') {
                    return NOT_EXACT;
                }
            }
        }
        if (at != to || digits == 0) {
            return NOT_EXACT;
        }
        for (; room > 0; room--) {
            value *= 10;
            if (value >= MAGNITUDE_END) {
                return NOT_EXACT;
            }
        }
        return negative ? -value : value;
    }

    /** The same of a string; characters other than digits, point and sign make it {@link #NOT_EXACT}. */
    public static long scaled(String text, int decimals) {
        byte[] ascii = new byte[text.length()];
        for (int i = 0; i < ascii.length; i++) {
            char c = text.charAt(i);
            ascii[i] = c < 0x80 ? (byte) c : -1;
        }
        return scaled(ascii, 0, ascii.length, decimals);
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
