package trifecta.cli.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import trifecta.service.OperatingException;

/** A folder of recorded frames, one a line. */
final class FrameFolder {
    private static final String HINT = "name a folder of MARKET.DATE.ndjson.gz files with --frames";

    private FrameFolder() {}

    /** The number of frames in all files. */
    static long count(Path folder) {
        long frames = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ndjson.gz")) {
            for (Path file : files) {
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    frames += lines.lines().count();
                }
            }
        } catch (IOException e) {
            throw new OperatingException("read frames in " + folder, e.toString(), HINT, e);
        }
        if (frames == 0) {
            throw new OperatingException("read frames in " + folder, "there are none", HINT);
        }
        return frames;
    }
}
