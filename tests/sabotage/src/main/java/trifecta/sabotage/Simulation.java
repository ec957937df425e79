package trifecta.sabotage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import trifecta.sabotage.planting.Bug;
import trifecta.sabotage.planting.Way;

/**
 * The simulation as a process of its own, with and without a bug. The same seeds are played in both: what counts is what breaks a schedule
 * that holds without the bug.
 */
final class Simulation {
    private static final Pattern BROKEN = Pattern.compile("seed (\\d+): (.*)");

    /** So many schedules that break in another way than the bug should break them are enough. */
    private static final int OTHERS_MOST = 3;

    private final Path agent;
    private final Path folder;
    private final Map<Way.Simulation, Set<Long>> brokenUnharmed = new HashMap<>();

    /**
     * @param agent see {@link AgentJar}
     * @param folder for outputs
     */
    Simulation(Path agent, Path folder) {
        this.agent = agent;
        this.folder = folder;
    }

    /** The seeds that break a guarantee though no bug is planted; played once. */
    synchronized Set<Long> brokenUnharmed(Way.Simulation way) throws IOException, InterruptedException {
        Set<Long> known = brokenUnharmed.get(way);
        if (known == null) {
            known = playUnharmed(way);
            brokenUnharmed.put(way, known);
        }
        return known;
    }

    private Set<Long> playUnharmed(Way.Simulation way) throws IOException, InterruptedException {
        Output output = play(List.of(), "--schedules=" + way.schedules(), "--seed=" + way.first());
        Set<Long> broken = new TreeSet<>();
        for (String line : output.lines()) {
            Matcher matcher = BROKEN.matcher(line);
            if (matcher.matches()) {
                broken.add(Long.parseLong(matcher.group(1)));
            }
        }
        if (output.code() != (broken.isEmpty() ? 0 : 1)) {
            throw new IllegalStateException("the simulation did not come to its end: " + output);
        }
        return broken;
    }

    /** Looks for a bug until a schedule that holds without it shows it. */
    Verdict find(Bug bug, Way.Simulation way) throws IOException, InterruptedException {
        Set<Long> unharmed = brokenUnharmed(way);
        long end = way.first() + way.schedules();
        List<String> options = List.of("-javaagent:" + agent + "=" + bug);
        Set<String> woven = new TreeSet<>();
        List<String> others = new ArrayList<>();
        for (long seed = way.first(); seed < end && others.size() < OTHERS_MOST; ) {
            Output output = play(options, "--schedules=" + (end - seed), "--seed=" + seed, "--until-broken");
            woven.addAll(output.errors());
            Matcher last = broken(output);
            if (last == null) {
                if (output.code() != 0) {
                    return verdict(bug, way, false, seed, "exit code " + output.code() + ": " + output.errors());
                }
                break;
            }
            long broken = Long.parseLong(last.group(1));
            seed = broken + 1;
            if (!unharmed.contains(broken)) {
                String facts = last.group(2);
                if (bug.symptoms().stream().anyMatch(symptom -> symptom.isIn(facts))) {
                    boolean planted = woven.containsAll(bug.woven());
                    return verdict(bug, way, planted && output.code() == 1, broken, planted ? facts : "not planted");
                }
                others.add(facts);
            }
        }
        String facts = others.isEmpty() ? "no schedule shows it" : "other symptoms: " + others;
        return verdict(bug, way, false, end - 1, woven.containsAll(bug.woven()) ? facts : "not planted: " + woven);
    }

    private static @Nullable Matcher broken(Output output) {
        for (String line : output.lines()) {
            Matcher matcher = BROKEN.matcher(line);
            if (matcher.matches()) {
                return matcher;
            }
        }
        return null;
    }

    private static Verdict verdict(Bug bug, Way.Simulation way, boolean found, long seed, String facts) {
        long played = seed - way.first() + 1;
        return new Verdict(bug, found, "simulation", played + (played == 1 ? " schedule" : " schedules"), facts);
    }

    private record Output(int code, List<String> lines, List<String> errors) {}

    private Output play(List<String> options, String... arguments) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "simulation-", ".err");
        List<String> command = new ArrayList<>(List.of(Java.executable(), "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(options);
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-cp", Java.classPath(), "trifecta.simulation.Main"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } finally {
            process.destroy();
        }
        return new Output(process.waitFor(), lines, Files.readAllLines(errors));
    }
}
