package trifecta.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with real processes: exchange, three gatherers with their databases, deduplicator, production, check. */
class DrillTest {
    /** About 30 s on two idle processors; the drill's own waits are what ends one that hangs. */
    private static final long MINUTES_AT_MOST = 15;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aGathererThatIsKilledOnTheWayCostsNothing() throws Exception {
        Path output = folder.resolve("output.txt");
        Process drill = new ProcessBuilder(command("--markets=40", "--rate=300", "--seconds=10", "--seed=5", "--kill"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = false;
        try {
            ended = drill.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES);
        } finally {
            if (!ended) {
                drill.destroy(); // it ends its own processes
                drill.waitFor(2, TimeUnit.MINUTES);
            }
        }
        String said = Files.readString(output);
        assertThat(ended).as(said).isTrue();
        assertThat(said)
                .contains("gatherer 1 killed (kill -9)")
                .contains("\nlost 0, duplicated 0, unexpected 0, reordered 0, falsely claimed 0\n")
                .contains("own check: passed")
                .contains("seed 5: passed")
                .doesNotContain("NOT SHOWN");
        assertThat(drill.exitValue()).as(said).isZero();
    }

    private List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtrifecta.cache=" + cache(),
                "-cp",
                System.getProperty("java.class.path", ""),
                "trifecta.cli.Main",
                "drill",
                "simulated",
                "--data=" + folder.resolve("data")));
        command.addAll(List.of(options));
        return command;
    }

    /** Shared with the launcher, so that PostgreSQL is unpacked once. */
    private static Path cache() {
        Path start = Path.of("").toAbsolutePath();
        for (Path up = start; up != null; up = up.getParent()) {
            if (Files.exists(up.resolve("trifecta"))) {
                return up.resolve(".cache");
            }
        }
        return start.resolve("target/cache");
    }
}
