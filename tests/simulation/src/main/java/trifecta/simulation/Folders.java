package trifecta.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where journals of a schedule are: in memory where the system has a folder there, since they are synced all the time. */
final class Folders {
    private static final Path MEMORY = Path.of("/dev/shm");

    private Folders() {}

    static Path fresh() throws IOException {
        return Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "trifecta-simulation")
                : Files.createTempDirectory("trifecta-simulation");
    }
}
