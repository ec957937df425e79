package trifecta.cli.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trifecta.service.process.Breakage;

/** How long recoveries took, beside what is aimed at and what is promised. */
record RecoveryTable(Map<Breakage, List<Duration>> measured) {

    boolean isReached() {
        return measured.entrySet().stream()
                .allMatch(each -> worst(each.getValue()).compareTo(each.getKey().target()) <= 0);
    }

    /** At most 80 columns each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%-34s %6s %8s %8s %8s %9s".formatted("failure", "trials", "median", "worst", "target", "promised"));
        measured.forEach((failure, all) -> lines.add("%-34s %6d %6.1f s %6.1f s %6d s %5d min%s"
                .formatted(
                        failure.words(),
                        all.size(),
                        seconds(median(all)),
                        seconds(worst(all)),
                        failure.target().toSeconds(),
                        failure.promised().toMinutes(),
                        worst(all).compareTo(failure.target()) <= 0 ? "" : "  MISSED")));
        return lines;
    }

    private static Duration worst(List<Duration> all) {
        return all.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static Duration median(List<Duration> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
