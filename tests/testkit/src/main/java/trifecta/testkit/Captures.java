package trifecta.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Real recordings, which are not part of the project: they lie in {@code shared/captures} beside it, in the folder that
 * {@code -Dtrifecta.captures} names, or nowhere. Tests that need them are skipped with a word on standard output.
 */
public final class Captures {
    /** What the build passes on; without it, beside the project as seen from a module's folder. */
    private static final Path PLACE = Path.of(System.getProperty("trifecta.captures", "../../../shared/captures"));

    private static final String EVENT = "\"event\":";

    private Captures() {}

    /** The folder of recorded frames, {@code *.ndjson.gz}. */
    public static Optional<Path> frames() {
        return folder("frames");
    }

    /** The folder of REST records that match the frames. */
    public static Optional<Path> rest() {
        return folder("rest");
    }

    /** The frames of all files of a folder, one after another, as they came from the socket. */
    public static List<String> texts(Path frames) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(frames)) {
            for (Path file : files.sorted().toList()) {
                read(file, texts);
            }
        }
        return texts;
    }

    private static void read(Path file, List<String> texts) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                texts.add(line.substring(line.indexOf(EVENT) + EVENT.length(), line.length() - 1));
            }
        }
    }

    private static Optional<Path> folder(String name) {
        Path folder = PLACE.resolve(name).toAbsolutePath().normalize();
        if (Files.isDirectory(folder)) {
            return Optional.of(folder);
        }
        System.out.println("skipped: no recordings in " + folder);
        return Optional.empty();
    }
}
