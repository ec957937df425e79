package trifecta.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import trifecta.cli.Main;
import trifecta.cli.up.Source;
import trifecta.cli.up.StackSettings;
import trifecta.service.OperatingException;
import trifecta.service.ServiceRun;

/** What drills do before they start anything, and when they are stopped. */
class DrillTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--faults=cut:line=9",
                "--faults=error26=abc",
                "--faults=hole:channel=books",
                "--rate=0",
                "--markets=-1",
                "--seconds=0"
            })
    void anOrderThatNoExchangeTakesIsRefusedBeforeAnythingStarts(String option) {
        Path data = folder.resolve("data");
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        assertThat(command.execute("drill", "simulated", "--seed=-3", "--data=" + data, option))
                .isNotZero();
        assertThat(data).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--markets=10", "--markets=9000000", "--active=0", "--active=2", "--rate=0", "--lines=4"})
    void aScaleThatCannotBeIsRefusedBeforeAnythingStarts(String option) {
        Path data = folder.resolve("data");
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        assertThat(command.execute("drill", "scale", "--data=" + data, option)).isNotZero();
        assertThat(data).doesNotExist();
    }

    @Test
    void aStackThatDoesNotStartTakesItsFolderAlongOrSaysWhereItIs() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("cache"), "a file");
        Path data = Files.createDirectory(folder.resolve("data"));
        StackSettings settings = StackSettings.of(data, notAFolder, new Source.Simulated(1, 1, 1));
        PrintWriter writer = new PrintWriter(out, true);
        assertThatThrownBy(() -> Rehearsal.start(writer, Rehearsal.Keep.AFTER_FAILURE, settings))
                .isInstanceOf(OperatingException.class);
        assertThat(out.toString()).contains("nothing started; kept for its logs: " + data);
        assertThat(data).exists();
        assertThatThrownBy(() -> Rehearsal.start(writer, Rehearsal.Keep.NEVER, settings))
                .isInstanceOf(OperatingException.class);
        assertThat(data).doesNotExist();
    }

    @Test
    void aDrillThatIsStoppedEndsWhatItStartedBeforeTheProcessGoes() throws Exception {
        CountDownLatch plays = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ServiceRun run = ServiceRun.start(
                new DrillRun(() -> {
                    try {
                        plays.countDown();
                        TimeUnit.HOURS.sleep(1);
                        return 0;
                    } finally {
                        closed.countDown();
                    }
                }),
                Map.of());
        assertThat(plays.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(run::stop)
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("stopped before its end");
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void aDrillMayTakeLongToEndItsProcesses() {
        assertThat(new DrillRun(() -> 0).stopDeadline()).isGreaterThan(Duration.ofSeconds(60));
    }
}
