package trifecta.cli.up;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.cli.Terminal;
import trifecta.service.status.Health;
import trifecta.service.status.Json;

/** How a running stack does, on one screen. */
@Command(
        name = "status",
        description = "how everything does, on one screen",
        footer = {
            "%nExit codes: 0 healthy; 1 starting or degraded, which is less than full",
            "redundancy or something waits; 2 losing data, which is some market captured by",
            "no line."
        })
public final class StatusCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "the data folder of `up` (./data)")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "everything the processes tell, as JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<StackDescription> places = StackDescription.read(data);
        if (places.isEmpty()) {
            String sentence = "nothing was started in " + data + "; `trifecta up` starts everything";
            out.println(
                    json
                            ? Json.writeIndented(Map.of("health", Health.LOSING.word(), "error", sentence))
                            : "  " + sentence);
            return Health.LOSING.exitCode();
        }
        try (StatusBoard board = new StatusBoard(places.get())) {
            Overview overview = board.look();
            if (json) {
                out.println(Json.writeIndented(overview.json()));
            } else {
                overview.lines(Terminal.standard()).forEach(out::println);
            }
            return overview.health().exitCode();
        }
    }
}
