package trifecta.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What processes and their children take of the machine. */
final class ProcessUsage {
    private static final double KILOBYTES_OF_MEGABYTE = 1024;

    private ProcessUsage() {}

    /** Processor time so far by name; a process that has ended has none. */
    static Map<String, Duration> processorTime(Map<String, Long> pids) {
        Map<String, Duration> times = new LinkedHashMap<>();
        pids.forEach((name, pid) -> times.put(name, processorTime(pid)));
        return times;
    }

    /** Of this very process, without its children. */
    static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static Duration processorTime(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Processor seconds of all of them together. */
    static double seconds(Map<String, Duration> before, Map<String, Duration> after) {
        return after.entrySet().stream()
                .mapToDouble(each -> each.getValue()
                                .minus(before.getOrDefault(each.getKey(), Duration.ZERO))
                                .toNanos()
                        / 1e9)
                .sum();
    }

    /** A sentence: which share of one core each took. */
    static String shares(Map<String, Duration> before, Map<String, Duration> after, double seconds) {
        StringBuilder text = new StringBuilder("cores used:");
        after.forEach((name, time) -> {
            double share = time.minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1e9 / seconds;
            text.append(" %s %.2f,".formatted(name, share));
        });
        text.setLength(text.length() - 1);
        return text + " of " + Runtime.getRuntime().availableProcessors();
    }

    /** The most memory that a process ever had, in MB, as the kernel counts it (VmHWM). */
    static double peakMegabytes(long pid) throws IOException {
        String peak;
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            peak = lines.filter(line -> line.startsWith("VmHWM:"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no VmHWM of process " + pid));
        }
        return Long.parseLong(peak.replaceAll("\\D", "")) / KILOBYTES_OF_MEGABYTE;
    }
}
