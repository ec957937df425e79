package trifecta.cli.pitr;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server's {@code backup_label} says: where recovery begins.
 *
 * @param segment that holds the place
 */
record Label(Lsn place, Segment segment) {
    private static final Pattern BEGIN =
            Pattern.compile("START WAL LOCATION: ([0-9A-F]+/[0-9A-F]+) \\(file ([0-9A-F]{24})\\)");

    static Label read(String text, int segmentBytes) throws IOException {
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            throw new IOException("the server's backup_label does not say where it begins: " + text);
        }
        return new Label(Lsn.parse(begin.group(1)), Segment.parse(begin.group(2), segmentBytes));
    }
}
