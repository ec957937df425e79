package trifecta.cli.pitr;

import java.util.Locale;

/**
 * A place in a server's log, in bytes from its begin.
 *
 * @param bytes unsigned in PostgreSQL; no log of ours comes near 2^63
 */
record Lsn(long bytes) implements Comparable<Lsn> {
    private static final int HALF = 32;
    private static final long LOW = 0xFFFFFFFFL;

    /**
     * Reads PostgreSQL's writing, {@code 1A/2B3C4D}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no place in a log: " + text);
        }
        return new Lsn(Long.parseLong(text, 0, slash, 16) << HALF | Long.parseLong(text, slash + 1, text.length(), 16));
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", bytes >>> HALF, bytes & LOW);
    }
}
