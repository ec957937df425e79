package trifecta.cli.pitr;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A segment of a server's log: so many bytes of one timeline, a file of its own.
 *
 * @param timeline rising with each recovery to an earlier time
 * @param number from the log's begin, dense
 * @param bytes size of every segment of this server
 */
record Segment(int timeline, long number, int bytes) {
    private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");
    private static final long FILE_SPACE = 1L << 32;
    private static final int FIELD = 8;
    private static final int HEX = 16;

    /** The segment of a file's name; empty when it is none. */
    static Optional<Segment> of(String name, int bytes) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        int timeline = Integer.parseUnsignedInt(name, 0, FIELD, HEX);
        long log = Long.parseLong(name, FIELD, 2 * FIELD, HEX);
        long within = Long.parseLong(name, 2 * FIELD, 3 * FIELD, HEX);
        return Optional.of(new Segment(timeline, log * (FILE_SPACE / bytes) + within, bytes));
    }

    /** The segment of a file's name that PostgreSQL gave. */
    static Segment parse(String name, int bytes) {
        return of(name, bytes).orElseThrow(() -> new IllegalArgumentException("no segment of a log: " + name));
    }

    /** The segment that holds a place. */
    static Segment holding(int timeline, Lsn place, int bytes) {
        return new Segment(timeline, place.bytes() / bytes, bytes);
    }

    /** Where it begins. */
    Lsn begin() {
        return new Lsn(number * bytes);
    }

    /** The name of its file. */
    String name() {
        long perLog = FILE_SPACE / bytes;
        return String.format(Locale.ROOT, "%08X%08X%08X", timeline, number / perLog, number % perLog);
    }

    @Override
    public String toString() {
        return name();
    }
}
