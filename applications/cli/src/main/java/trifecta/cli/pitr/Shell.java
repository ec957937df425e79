package trifecta.cli.pitr;

import java.nio.file.Path;

/**
 * What the server runs for each segment of its log: to archive it, and to get it back. A shell, because the server waits for each and
 * a program of ours would take longer to start than to copy. Needs {@code gzip}, {@code cmp} and {@code sync} of files.
 *
 * <p>Segments are packed: most of one that was ended by the clock is empty.
 */
public final class Shell {
    /** Ending of a packed file in the archive. */
    static final String PACKED = ".gz";

    private Shell() {}

    /**
     * For {@code archive_command}. The file is whole under its name or not there: written aside, forced to the disk, renamed. What is there already is
     * taken for done when it is the same, and is never replaced.
     *
     * @param archive folder of the segments
     */
    public static String archive(Path archive) {
        String folder = quoted(archive);
        return "f=" + folder + "/%f" + PACKED + "; if test -e \"$f\"; then gunzip -c \"$f\" | cmp -s - %p"
                + " || { echo \"%f is archived already, with other content\" >&2; exit 1; };"
                + " else gzip -1 <%p >\"$f" + DurableFiles.PART + "\" && sync \"$f" + DurableFiles.PART + "\""
                + " && mv \"$f" + DurableFiles.PART + "\" \"$f\" && sync " + folder + "; fi";
    }

    /**
     * For {@code restore_command}. A segment that is not there ends the recovery, as it must at the end of the log; one that is there and cannot be
     * unpacked stops the server, which any code above 125 does.
     *
     * @param archive folder of the segments
     */
    static String restore(Path archive) {
        return "f=" + quoted(archive) + "/%f" + PACKED + "; test -e \"$f\" || exit 1; gunzip -c \"$f\" >%p"
                + " || { echo \"%f is damaged in the archive\" >&2; exit 126; }";
    }

    /** One word for the shell, and without a sign that PostgreSQL would replace. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("%", "%%").replace("'", "'\\''") + "'";
    }
}
