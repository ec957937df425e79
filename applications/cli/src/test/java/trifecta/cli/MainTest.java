package trifecta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import trifecta.service.ExitCode;

class MainTest {
    private static final int COLUMNS = 80;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void theHelpOfEveryVerbFitsATerminal() {
        run("--help");
        for (String verb : Main.commandLine().getSubcommands().keySet()) {
            run(verb, "--help");
        }
        assertThat(out.toString().lines())
                .hasSizeGreaterThan(60)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(COLUMNS));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theHelpGroupsWhatOneWantsToDo() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsSubsequence(
                        "Run\n",
                        "  up ",
                        "Look\n",
                        "  status ",
                        "Look after\n",
                        "  config ",
                        "Try\n",
                        "Examples",
                        "Exit codes");
    }

    @Test
    void aMisspeltVerbIsOneSentenceWithASuggestion() {
        assertThat(run("staus")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("trifecta: unknown staus, did you mean status?; `trifecta --help` shows what is possible\n");
    }

    @Test
    void aBadOptionPointsToTheHelpOfItsVerb() {
        assertThat(run("up", "--markets", "many")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("trifecta up: ")
                .endsWith("`trifecta up --help` shows what is possible\n");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void statusWhereNothingWasStartedSaysSoAndThatDataIsBeingLost() {
        assertThat(run("status", "--data", folder.toString())).isEqualTo(2);
        assertThat(out.toString()).contains("nothing was started in " + folder).contains("`trifecta up`");
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(run("config", "explain", "up.port")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("""
                        up.port
                            port of the console on this machine
                            number 1..65535; default 8080
                            environment: TRIFECTA_UP_PORT

                        """);
    }

    @Test
    void theCompletionIsAScriptThatTheShellTakes() throws Exception {
        assertThat(run("completion", "bash")).isEqualTo(ExitCode.OK);
        Process shell = new ProcessBuilder("bash", "-n").start();
        try (var input = shell.outputWriter()) {
            input.write(out.toString());
        }
        assertThat(shell.waitFor()).isZero();
        assertThat(out.toString()).contains("--markets");
    }
}
