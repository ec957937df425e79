package trifecta.sabotage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import trifecta.sabotage.planting.Bug;
import trifecta.sabotage.planting.Way;

/** A drill with real processes, with and without a bug in the processes of one component. */
final class Drill {
    /** The drill's own waits end one that hangs; this is far beyond them. */
    private static final long MINUTES_AT_MOST = 15;

    private final Path agent;
    private final Path folder;

    /**
     * @param agent see {@link AgentJar}
     * @param folder for stacks and outputs
     */
    Drill(Path agent, Path folder) {
        this.agent = agent;
        this.folder = folder;
    }

    /**
     * What a drill said.
     *
     * @param planted what its processes said of the bug
     */
    record Output(int code, List<String> lines, List<String> planted, long seconds) {
        @Override
        public String toString() {
            return "exit code " + code + "\n" + String.join("\n", lines);
        }
    }

    /** Plays it as it is. */
    Output unharmed(Way.Drill way) throws IOException, InterruptedException {
        return play(way, "");
    }

    /** Plays it with a bug. */
    Output harmed(Bug bug, Way.Drill way) throws IOException, InterruptedException {
        return play(way, "-javaagent:" + agent + "=" + bug + "," + way.component());
    }

    /** Looks for a bug with the drill that is meant for it. */
    Verdict find(Bug bug, Way.Drill way) throws IOException, InterruptedException {
        Output output = harmed(bug, way);
        String after = output.seconds() + " s";
        if (!output.planted().containsAll(bug.woven())) {
            return new Verdict(bug, false, "drill", after, "not planted: " + output);
        }
        String facts = output.lines().stream()
                .filter(line -> bug.symptoms().stream().anyMatch(symptom -> symptom.isIn(line)))
                .reduce("", (former, latter) -> latter);
        boolean found = output.code() == 1 && !facts.isEmpty();
        return new Verdict(bug, found, "drill", after, found ? facts : output.toString());
    }

    private Output play(Way.Drill way, String everyProcess) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(folder, "drill-");
        Path said = data.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Java.executable(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtrifecta.cache=" + Java.cache(),
                "-cp",
                Java.classPath(),
                "trifecta.cli.Main",
                "drill"));
        command.addAll(way.arguments());
        command.add("--data=" + data.resolve("stack"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        if (!everyProcess.isEmpty()) {
            builder.environment().put("JAVA_TOOL_OPTIONS", everyProcess);
        }
        long begin = System.nanoTime();
        Process drill = builder.start();
        boolean ended = false;
        try {
            ended = drill.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES);
        } finally {
            if (!ended) {
                drill.destroy(); // it ends its own processes
                drill.waitFor(2, TimeUnit.MINUTES);
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        return new Output(
                ended ? drill.exitValue() : -1,
                Files.readAllLines(said),
                planted(data.resolve("stack").resolve("log")),
                seconds);
    }

    private static List<String> planted(Path logs) throws IOException {
        List<String> planted = new ArrayList<>();
        if (Files.isDirectory(logs)) {
            List<Path> files;
            try (Stream<Path> found = Files.list(logs)) {
                files = found.sorted().toList();
            }
            for (Path log : files) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.startsWith("planted ") || line.startsWith("cannot plant "))
                        .forEach(planted::add);
            }
        }
        return planted;
    }
}
