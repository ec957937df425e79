package trifecta.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults of a record that bear on what can be expected: stalls, orderly cuts, stamps. */
final class RecordedFaults {
    private static final long STALL_MICROS = 5_000_000;
    private static final long FOR_EVER_MICROS = Long.MAX_VALUE / 4;
    private static final long OFFSET_MICROS = 2_000;

    private StampTolerance stamps;

    RecordedFaults(StampTolerance stamps) {
        this.stamps = stamps;
    }

    /**
     * @param words the rule ({@code name[=value] parameter=value ...}), then whom it hit ({@code connections=[1, 2]})
     */
    void take(long wallMicros, List<String> words, Map<Integer, RecordedConnection> connections) {
        String[] name = words.getFirst().split("=", 2);
        Map<String, String> parameters = parameters(words);
        switch (name[0]) {
            case "stall" ->
                hit(words, connections)
                        .forEach(each -> each.stalled(wallMicros, micros(parameters.get("seconds"), STALL_MICROS)));
            case "slow" ->
                hit(words, connections)
                        .forEach(each -> each.stalled(wallMicros, micros(parameters.get("seconds"), STALL_MICROS)));
            case "halfopen" -> hit(words, connections).forEach(each -> each.stalled(wallMicros, FOR_EVER_MICROS));
            case "cut" -> {
                if ("orderly".equals(parameters.get("how"))) {
                    hit(words, connections).forEach(RecordedConnection::cutOrderly);
                }
            }
            case "stamps" ->
                stamps = stamps.with(name.length > 1 ? name[1] : "", micros(parameters.get("offset"), OFFSET_MICROS));
            default -> {}
        }
    }

    /** The connections that a fault ended for their lines; their ends are written down later. */
    static List<Integer> cut(List<String> words) {
        return switch (words.getFirst()) {
            case "cut", "halfopen", "revoke" -> hit(words);
            default -> List.of();
        };
    }

    /** The subscription whose numbers began anew, as {connection, sid}: whoever listens can only begin anew, too. */
    static Optional<int[]> restarted(List<String> words) {
        if (!words.getFirst().equals("restart")) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(words);
        return Optional.of(new int[] {
            Integer.parseInt(parameters.getOrDefault("connection", "0")),
            Integer.parseInt(parameters.getOrDefault("sid", "0"))
        });
    }

    StampTolerance stamps() {
        return stamps;
    }

    private static Map<String, String> parameters(List<String> words) {
        Map<String, String> parameters = new HashMap<>();
        for (String word : words.subList(1, words.size())) {
            int at = word.indexOf('=');
            if (at > 0) {
                parameters.put(word.substring(0, at), word.substring(at + 1));
            }
        }
        return parameters;
    }

    private static List<RecordedConnection> hit(List<String> words, Map<Integer, RecordedConnection> connections) {
        return hit(words).stream()
                .map(connections::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Integer> hit(List<String> words) {
        String text = String.join("", words);
        int from = text.indexOf("connections=[");
        List<Integer> hit = new ArrayList<>();
        if (from >= 0) {
            for (String number : text.substring(from + "connections=[".length(), text.indexOf(']', from))
                    .split(",", -1)) {
                hit.add(Integer.parseInt(number.strip()));
            }
        }
        return hit;
    }

    private static long micros(@Nullable String text, long standard) {
        if (text == null) {
            return standard;
        }
        int unit = 0;
        while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
            unit++;
        }
        long number = Long.parseLong(text.substring(0, unit));
        return switch (text.substring(unit)) {
            case "ms" -> number * 1_000;
            case "s" -> number * 1_000_000;
            case "m" -> number * 60_000_000;
            default -> throw new IllegalArgumentException("no duration: " + text);
        };
    }
}
