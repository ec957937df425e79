package trifecta.cli.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.service.Secret;

class PostgresServerTest {
    private static final long PATIENCE_SECONDS = 60;

    /** The launcher's, so that PostgreSQL is unpacked once. */
    private static final Path CACHE = Path.of("../../.cache");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anInitdbThatIsInterruptedDoesNotRunOn() throws Exception {
        PostgresSoftware software = PostgresSoftware.unpacked(CACHE);
        Path data = folder.resolve("data");
        PostgresServer server =
                new PostgresServer(software, "x", data, 5432, Secret.of("secret"), PostgresSize.GATHERER);
        FutureTask<Boolean> preparing = new FutureTask<>(() -> {
            try {
                server.prepare(folder.resolve("log"));
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        });
        Thread thread = Thread.ofPlatform().start(preparing);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (working(data).isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(1);
        }
        thread.interrupt();
        assertThat(preparing.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("interrupted")
                .isTrue();
        assertThat(working(data)).isEmpty();
    }

    /** The processes that this one started for a data folder. */
    private static List<String> working(Path data) {
        return ProcessHandle.current()
                .descendants()
                .map(each -> each.info().commandLine().orElse(""))
                .filter(command -> command.contains(data.toString()))
                .toList();
    }
}
