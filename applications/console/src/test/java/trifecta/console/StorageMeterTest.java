package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageMeterTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void eachFolderIsTheSumOfItsFilesLargestFirst(@TempDir Path data) throws IOException {
        write(data.resolve("gatherer-1/journal/a"), 300);
        write(data.resolve("gatherer-1/journal/deep/b"), 200);
        write(data.resolve("production/base/1"), 4000);
        write(data.resolve("loose"), 9);
        Files.createSymbolicLink(data.resolve("gatherer-1/loop"), data);
        Storage storage = new StorageMeter(data, clock).measure();
        assertThat(storage.folders())
                .extracting(Storage.Folder::name, Storage.Folder::whole)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("production", true),
                        org.assertj.core.groups.Tuple.tuple("gatherer-1", true));
        assertThat(storage.folders().getFirst().bytes()).isEqualTo(4000);
        assertThat(storage.folders().getLast().bytes()).isBetween(500L, 500L + 4096); // the link itself has a size
        assertThat(storage.measuredAt()).isEqualTo(Optional.of(clock.instant()));
        assertThat(storage.percentUsed()).isBetween(0, 100);
    }

    private static void write(Path file, int bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
