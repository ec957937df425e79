package trifecta.cli.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What was found, by market and channel.
 *
 * @param parts all that were compared, clean ones too
 */
record Verdict(List<Part> parts) {
    private static final List<Finding> ALWAYS_TOLD =
            List.of(Finding.LOST, Finding.DUPLICATED, Finding.UNEXPECTED, Finding.REORDERED, Finding.FALSELY_CLAIMED);

    /**
     * One market and channel.
     *
     * @param happened events in the record
     * @param delivered of these, how many some line surely has
     * @param stored rows in production
     */
    record Part(String market, String channel, int happened, int delivered, int stored, Tally tally) {}

    boolean isClean() {
        return parts.stream().allMatch(part -> part.tally().isClean());
    }

    /** Events that some line surely has. */
    long delivered() {
        return parts.stream().mapToLong(Part::delivered).sum();
    }

    Tally total() {
        Tally total = new Tally();
        parts.forEach(part -> total.add(part.tally()));
        return total;
    }

    /** For people: what differs, what is worth knowing, and the five figures last. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        long happened = 0;
        long stored = 0;
        for (Part part : parts) {
            happened += part.happened();
            stored += part.stored();
            if (!part.tally().isClean()) {
                lines.add("%s %s: %d in the record, %d in production: %s"
                        .formatted(
                                part.market(), part.channel(), part.happened(), part.stored(), figures(part.tally())));
                for (Finding finding : Finding.values()) {
                    List<String> examples = part.tally().examples(finding);
                    if (!examples.isEmpty()) {
                        lines.add("    " + finding.words() + ": " + String.join(", ", examples));
                    }
                }
            }
        }
        Tally total = total();
        lines.add(
                "%d markets and channels compared, %d events in the record, %d of them surely delivered, %d rows in production"
                        .formatted(parts.size(), happened, delivered(), stored));
        for (Remark remark : Remark.values()) {
            if (total.of(remark) > 0) {
                lines.add("  %s: %d (%s)".formatted(remark.words(), total.of(remark), remark.meaning()));
            }
        }
        for (Finding finding : Finding.values()) {
            if (total.of(finding) > 0) {
                lines.add("  %s: %d (%s)".formatted(finding.words(), total.of(finding), finding.meaning()));
            }
        }
        lines.add(figures(total));
        return lines;
    }

    /** For machines. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clean", isClean());
        json.put("delivered", delivered());
        json.putAll(json(total()));
        List<Object> differing = new ArrayList<>();
        for (Part part : parts) {
            if (!part.tally().isClean()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("market", part.market());
                one.put("channel", part.channel());
                one.put("happened", part.happened());
                one.put("stored", part.stored());
                one.putAll(json(part.tally()));
                differing.add(one);
            }
        }
        json.put("compared", parts.size());
        json.put("differing", differing);
        return json;
    }

    private static Map<String, Object> json(Tally tally) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Finding finding : Finding.values()) {
            figures.put(camelCase(finding.words()), tally.of(finding));
        }
        for (Remark remark : Remark.values()) {
            figures.put(camelCase(remark.words()), tally.of(remark));
        }
        return figures;
    }

    /** The five figures, and others that are not 0. */
    private static String figures(Tally tally) {
        StringJoiner figures = new StringJoiner(", ");
        for (Finding finding : Finding.values()) {
            if (ALWAYS_TOLD.contains(finding) || tally.of(finding) > 0) {
                figures.add(finding.words() + " " + tally.of(finding));
            }
        }
        return figures.toString();
    }

    private static String camelCase(String words) {
        StringBuilder name = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
