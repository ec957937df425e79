package trifecta.cli.probe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import trifecta.cli.Paragraph;
import trifecta.market.Times;

/**
 * What two connections' observations mean, in words a person acts on.
 *
 * @param lines the report, each sentence in lines of a terminal's width
 * @param agrees whether nothing was found that a person should look into
 */
record Verdict(List<String> lines, boolean agrees) {

    static Verdict of(Watch first, Watch second, List<String> markets) {
        Report report = new Report();
        report.say("first sequence number of each channel: " + numbers(first) + "; " + numbers(second));
        first.troubles().forEach(t -> report.trouble("connection 1: " + t));
        second.troubles().forEach(t -> report.trouble("connection 2: " + t));
        List<Alignment.Pair> pairs = new ArrayList<>();
        for (String market : markets) {
            pairs.addAll(market(report, market, first, second));
        }
        times(report, pairs);
        trades(report, TradeVerdict.of(first, second));
        return new Verdict(List.copyOf(report.lines), report.agrees);
    }

    private static String numbers(Watch watch) {
        return watch.firstSeq().isEmpty()
                ? "none"
                : watch.firstSeq().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Reports on a market; gives the pairs that are surely the same event. */
    private static List<Alignment.Pair> market(Report report, String market, Watch first, Watch second) {
        Optional<History> one = first.history(market);
        Optional<History> two = second.history(market);
        if (one.isEmpty() || two.isEmpty()) {
            String where = one.isPresent() ? " on connection 2" : two.isPresent() ? " on connection 1" : "";
            report.trouble(market + ": no snapshot came" + where + "; is the ticker right and the market open?");
            return List.of();
        }
        Alignment alignment = Alignment.of(one.get(), two.get());
        int common = alignment.pairs().size();
        if (!alignment.startsAlike()) {
            report.trouble(market + ": neither snapshot is a state of the other connection's book;"
                    + " keep the frames and ask the exchange");
        }
        if (alignment.agrees() && common == 0) {
            report.say(market + ": nothing changed on both while we watched; take a busier market or --seconds");
        } else if (alignment.agrees()) {
            report.say(
                    "%s: content and order agree, deltas with the same book after each: %,d".formatted(market, common));
        } else {
            differ(report, market, alignment);
        }
        return alignment.pairs().stream().filter(Alignment.Pair::sameBook).toList();
    }

    private static void differ(Report report, String market, Alignment alignment) {
        int onlyFirst = alignment.onlyFirst().size();
        int onlySecond = alignment.onlySecond().size();
        if (onlyFirst + onlySecond > 0) {
            report.trouble(("%s: of the deltas %,d agree, %,d came on connection 1 only and %,d on connection 2 only:"
                            + " messages are lost or ordered otherwise; lines will disagree and be decided by snapshots")
                    .formatted(market, alignment.pairs().size(), onlyFirst, onlySecond));
        }
        if (alignment.unlikeBooks() > 0) {
            report.trouble("%s: after %,d of the common deltas the books differ, for the first time at %s"
                    .formatted(market, alignment.unlikeBooks(), firstUnlike(alignment)));
        }
    }

    /** The exchange's time of the first common delta after which the books differ, for a look into the frames. */
    private static String firstUnlike(Alignment alignment) {
        return alignment.pairs().stream()
                .filter(pair -> !pair.sameBook())
                .map(pair -> pair.first().change().exchangeMicros())
                .findFirst()
                .map(micros -> micros == Times.ABSENT ? "an unknown exchange time" : time(micros))
                .orElseThrow();
    }

    private static String time(long micros) {
        return "exchange time " + Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
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

    private static void trades(Report report, TradeVerdict trades) {
        if (trades.unlike() > 0) {
            report.trouble("%,d of %,d common trades differ in content or time"
                    .formatted(trades.unlike(), trades.alike() + trades.unlike()));
        }
        if (trades.onlyFirst() + trades.onlySecond() > 0) {
            report.trouble(("of the trades %,d are common, %,d came on connection 1 only and %,d on connection 2 only:"
                            + " messages are lost")
                    .formatted(trades.alike() + trades.unlike(), trades.onlyFirst(), trades.onlySecond()));
        } else if (trades.alike() + trades.unlike() == 0) {
            report.say("no trade came while we watched");
        } else if (trades.unlike() == 0) {
            report.say("trades agree, with the same id, content and time: %,d".formatted(trades.alike()));
        }
    }

    private static final class Report {
        final List<String> lines = new ArrayList<>();
        boolean agrees = true;

        void say(String sentence) {
            lines.addAll(Paragraph.labelled("  ok   ", sentence));
        }

        void trouble(String sentence) {
            lines.addAll(Paragraph.labelled("  LOOK ", sentence));
            agrees = false;
        }
    }
}
