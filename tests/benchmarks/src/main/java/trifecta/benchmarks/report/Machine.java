package trifecta.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** On what everything was measured. Linux only, as the processes that are measured. */
public final class Machine {
    private static final double KILOBYTES_OF_GIGABYTE = 1 << 20;
    private static final int LOADS = 3;

    private Machine() {}

    /**
     * Facts by name, taken now.
     *
     * @param sources the folder of the sources
     * @param postgres the version of the database servers
     */
    public static Map<String, String> facts(Path sources, String postgres) {
        Map<String, String> facts = new LinkedHashMap<>();
        double gigabytes = Double.parseDouble(value("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
        facts.put(
                "machine",
                "%s, %d cores, %.1f GB, Linux %s"
                        .formatted(
                                value("/proc/cpuinfo", "model name"),
                                Runtime.getRuntime().availableProcessors(),
                                gigabytes / KILOBYTES_OF_GIGABYTE,
                                System.getProperty("os.version")));
        facts.put("software", "JDK " + Runtime.version() + ", PostgreSQL " + postgres + ", commit " + commit(sources));
        String[] loads = read("/proc/loadavg").split(" ", -1);
        facts.put(
                "load before",
                String.join(" ", Stream.of(loads).limit(LOADS).toList())
                        + " runnable on average of 1, 5 and 15 minutes: what others did on these cores");
        return facts;
    }

    /** The value of a line {@code name : value} in a file of the kernel. */
    static String value(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }

    private static String commit(Path sources) {
        String commit = git(sources, "rev-parse", "--short", "HEAD");
        return commit.isEmpty()
                ? "unknown"
                : commit + (git(sources, "status", "--porcelain").isEmpty() ? "" : " and changes");
    }

    /** What git answers, empty when it is not there or knows nothing. */
    private static String git(Path sources, String... arguments) {
        try {
            Process git = new ProcessBuilder(
                            Stream.concat(Stream.of("git", "-C", sources.toString()), Stream.of(arguments))
                                    .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return ""; // without git, the table says so
        }
    }
}
