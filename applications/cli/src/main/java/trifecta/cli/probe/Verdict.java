package trifecta.cli.probe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import trifecta.market.Times;
import trifecta.market.Trade;

/**
 * What two connections' observations mean, in words a person acts on.
 *
 * @param lines the report, a sentence each
 * @param agrees whether nothing was found that a person should look into
 */
record Verdict(List<String> lines, boolean agrees) {

    static Verdict of(Watch first, Watch second, List<String> markets) {
        Report report = new Report();
        report.say("first number after an acknowledgement: " + first.firstSeq() + " and " + second.firstSeq());
        first.troubles().forEach(t -> report.trouble("connection 1: " + t));
        second.troubles().forEach(t -> report.trouble("connection 2: " + t));
        List<Alignment.Pair> pairs = new ArrayList<>();
        for (String market : markets) {
            pairs.addAll(market(report, market, first, second));
        }
        times(report, pairs);
        trades(report, first.trades(), second.trades());
        return new Verdict(List.copyOf(report.lines), report.agrees);
    }

    private static List<Alignment.Pair> market(Report report, String market, Watch first, Watch second) {
        if (!first.sawSnapshot(market) || !second.sawSnapshot(market)) {
            report.trouble(market + ": no snapshot came; is the ticker right and the market open?");
            return List.of();
        }
        Alignment alignment = Alignment.of(first.deltas(market), second.deltas(market));
        int common = alignment.pairs().size();
        if (common == 0) {
            boolean quiet =
                    first.deltas(market).isEmpty() || second.deltas(market).isEmpty();
            if (quiet) {
                report.say(market + ": nothing changed on both while we watched; take a busier market or --seconds");
            } else {
                report.trouble(market + ": both changed, and no event has the same book after it on both connections:"
                        + " the books differ; keep the frames and ask the exchange");
            }
        } else if (alignment.onlyFirst().isEmpty() && alignment.onlySecond().isEmpty()) {
            report.say(
                    "%s: content and order agree, %,d deltas with the same book after each".formatted(market, common));
        } else {
            report.trouble(
                    ("%s: %,d deltas agree, %,d came on connection 1 only and %,d on connection 2 only: messages are"
                                    + " lost or ordered otherwise; lines will disagree and be decided by snapshots")
                            .formatted(
                                    market,
                                    common,
                                    alignment.onlyFirst().size(),
                                    alignment.onlySecond().size()));
        }
        return alignment.pairs();
    }

    private static void times(Report report, List<Alignment.Pair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        long firstStamped = pairs.stream()
                .filter(p -> p.first().change().exchangeMicros() != Times.ABSENT)
                .count();
        long secondStamped = pairs.stream()
                .filter(p -> p.second().change().exchangeMicros() != Times.ABSENT)
                .count();
        if (firstStamped < pairs.size() || secondStamped < pairs.size()) {
            report.trouble(
                    "times are absent: on %,d of %,d deltas of connection 1, %,d of connection 2; such a line is matched by content"
                            .formatted(pairs.size() - firstStamped, pairs.size(), pairs.size() - secondStamped));
            return;
        }
        long[] differences = pairs.stream()
                .mapToLong(Alignment.Pair::exchangeDifferenceMicros)
                .sorted()
                .toArray();
        long least = differences[0];
        long most = differences[differences.length - 1];
        if (least == 0 && most == 0) {
            report.say("times agree to the microsecond on all %,d deltas".formatted(pairs.size()));
        } else if (pairs.stream()
                .allMatch(p -> Times.millis(p.first().change().exchangeMicros())
                        == Times.millis(p.second().change().exchangeMicros()))) {
            report.say("times agree to the millisecond on all %,d deltas, not below: one connection cuts its stamps"
                    .formatted(pairs.size()));
        } else {
            report.trouble(
                    "times differ by %,d to %,d us (median %,d): stamps are made per connection; the merge learns the offset"
                            .formatted(least, most, differences[differences.length / 2]));
        }
        long[] receipt = pairs.stream()
                .mapToLong(Alignment.Pair::receiptDifferenceMicros)
                .sorted()
                .toArray();
        report.say("connection 1 was read %,d us after connection 2 in the median (from %,d to %,d)"
                .formatted(receipt[receipt.length / 2], receipt[0], receipt[receipt.length - 1]));
    }

    private static void trades(Report report, Map<String, Trade> first, Map<String, Trade> second) {
        Set<String> both = new LinkedHashSet<>(first.keySet());
        both.retainAll(second.keySet());
        long unlike = both.stream()
                .filter(id -> !Objects.equals(first.get(id), second.get(id)))
                .count();
        if (unlike > 0) {
            report.trouble("%,d of %,d common trades differ in content or time".formatted(unlike, both.size()));
        } else if (!both.isEmpty()) {
            report.say("trades agree: %,d with the same id, content and time".formatted(both.size()));
        } else {
            report.say("no trade came on both while we watched");
        }
    }

    private static final class Report {
        final List<String> lines = new ArrayList<>();
        boolean agrees = true;

        void say(String sentence) {
            lines.add("  ok   " + sentence);
        }

        void trouble(String sentence) {
            lines.add("  LOOK " + sentence);
            agrees = false;
        }
    }
}
