package trifecta.cli.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found of one market and channel, with the first few places of each kind. */
final class Tally {
    private static final int EXAMPLES_MAX = 3;

    private final Map<Finding, Long> findings = new EnumMap<>(Finding.class);
    private final Map<Finding, List<String>> examples = new EnumMap<>(Finding.class);
    private final Map<Remark, Long> remarks = new EnumMap<>(Remark.class);

    void found(Finding finding, String example) {
        findings.merge(finding, 1L, Long::sum);
        List<String> some = examples.computeIfAbsent(finding, any -> new ArrayList<>());
        if (some.size() < EXAMPLES_MAX) {
            some.add(example);
        }
    }

    void found(Finding finding, long times) {
        if (times > 0) {
            findings.merge(finding, times, Long::sum);
        }
    }

    void remarked(Remark remark, long times) {
        if (times > 0) {
            remarks.merge(remark, times, Long::sum);
        }
    }

    void add(Tally other) {
        other.findings.forEach((finding, times) -> findings.merge(finding, times, Long::sum));
        other.remarks.forEach((remark, times) -> remarks.merge(remark, times, Long::sum));
    }

    long of(Finding finding) {
        return findings.getOrDefault(finding, 0L);
    }

    long of(Remark remark) {
        return remarks.getOrDefault(remark, 0L);
    }

    List<String> examples(Finding finding) {
        return examples.getOrDefault(finding, List.of());
    }

    boolean isClean() {
        return findings.isEmpty();
    }
}
