package trifecta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.Position;

/** A journal in another process: locked out, killed, taken over. */
class ProcessesTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondOpeningInTheSameProcessIsRefusedAndDoesNotLoosenTheLock() throws Exception {
        try (Journal journal = Writing.open(folder)) {
            assertThatThrownBy(() -> Writing.open(folder))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("this process has it open");
            Process other = start();
            try (BufferedReader lines = other.inputReader()) {
                assertThat(lines.readLine())
                        .contains("process " + ProcessHandle.current().pid() + " has it open");
            }
            assertThat(other.waitFor()).isEqualTo(1);
            assertThat(journal.boot()).isEqualTo(1);
        }
        Writing.open(folder).close();
    }

    @Test
    void whatAKilledProcessSaidWasDurableIsThereAndTheNextOneGoesOn() throws Exception {
        long promised = 0;
        for (int boot = 1; boot <= 3; boot++) {
            Process writer = start();
            try (BufferedReader lines = writer.inputReader()) {
                String line = lines.readLine();
                for (int i = 0; i < 40 && line != null; i++) {
                    promised = Long.parseLong(line);
                    line = lines.readLine();
                }
                if (boot == 1) {
                    assertThatThrownBy(() -> Writing.open(folder))
                            .hasMessageContaining("process " + writer.pid() + " has it open");
                }
                writer.destroyForcibly();
                writer.waitFor();
            }
            long atLeast = promised;
            try (JournalReader reader = new JournalFolder(folder).reader(new Position(boot, 0))) {
                List<Seen> seen = Seen.drain(reader);
                assertThat(seen).hasSizeGreaterThanOrEqualTo(Math.toIntExact(atLeast));
                for (int i = 0; i < seen.size(); i++) {
                    assertThat(seen.get(i).position()).isEqualTo(new Position(boot, i + 1));
                    assertThat(seen.get(i).text()).isEqualTo("frame " + (i + 1));
                }
            }
        }
        try (Journal journal = Writing.open(folder)) {
            assertThat(journal.boot()).isEqualTo(4);
            assertThat(journal.recovery().corrupt()).isEmpty();
        }
    }

    private Process start() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
