package trifecta.protocol;

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

/** Recorded frames of the real exchange, where somebody put them beside the project. */
final class Captures {
    private static final String EVENT = "\"event\":";

    private Captures() {}

    /** The folder {@code shared/captures/frames} in one of the folders above; says so when there is none. */
    static Optional<Path> folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path frames = at.resolve("shared/captures/frames");
            if (Files.isDirectory(frames)) {
                return Optional.of(frames);
            }
        }
        System.out.println("skipped: no recorded frames (shared/captures/frames) in the folders above");
        return Optional.empty();
    }

    /** The frames of all files, one after another, as they came from the socket. */
    static List<byte[]> frames(Path folder) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        String event = line.substring(line.indexOf(EVENT) + EVENT.length(), line.length() - 1);
                        frames.add(event.getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return frames;
    }
}
