package trifecta.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Real recordings, which are not part of the project: they lie in {@code shared/captures} beside some folder above the working
 * directory, or nowhere. Tests that need them are skipped with a word on standard output.
 */
public final class Captures {
    private static final Path PLACE = Path.of("shared", "captures");

    private Captures() {}

    /** The folder of recorded frames, {@code *.ndjson.gz}. */
    public static Optional<Path> frames() {
        return folder("frames");
    }

    /** The folder of REST records that match the frames. */
    public static Optional<Path> rest() {
        return folder("rest");
    }

    private static Optional<Path> folder(String name) {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            Path folder = place.resolve(PLACE).resolve(name);
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        System.out.println("skipped: no folder " + PLACE.resolve(name) + " in or above "
                + Path.of("").toAbsolutePath());
        return Optional.empty();
    }
}
