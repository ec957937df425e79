package trifecta.cli.check;

import java.util.ArrayList;
import java.util.List;
import trifecta.cli.check.Listening.Interval;
import trifecta.market.Times;

/**
 * The ledger's word on one market against what the exchange knows: nothing that production lacks may lie where the ledger says that
 * all is there, and no gap may be wider than what is missing, but for a tolerance.
 */
final class CoverageCheck {
    /** A gap may begin and end this much beside what is missing. */
    static final long BESIDE_MICROS = 2_000_000;

    /** A line whose loss nobody could see loses what it claimed since its last snapshot that agreed: holes of others show there. */
    private static final long REFUTED_MICROS = 60_000_000;

    private final List<CoverageInterval> coverage;
    private final List<Interval> listening;
    private final Tally tally;
    private final List<Interval> missing = new ArrayList<>();
    private final List<Long> silent = new ArrayList<>();

    /** What is told at the microsecond of a snapshot may be in it or not, so a line claims from the next one on. */
    private static final long ONE_MOMENT_MICROS = 1;

    /**
     * @param coverage in order
     * @param listening when some line had all of the market, and nothing was missing near
     */
    CoverageCheck(List<CoverageInterval> coverage, List<Interval> listening, Tally tally) {
        this.coverage = coverage;
        this.listening = listening;
        this.tally = tally;
    }

    /** An event that production does not have. */
    void missing(BookItem item) {
        long micros = item.exchangeMicros();
        if (micros == Times.ABSENT) {
            return;
        }
        missing.add(new Interval(micros - BESIDE_MICROS, micros + BESIDE_MICROS));
        if (item.silent()) {
            silent.add(micros);
        }
        for (CoverageInterval interval : coverage) {
            if (interval.contains(micros)) {
                // what was dropped without a number is received "as sent to us", until a snapshot shows it
                boolean claimed =
                        item.silent() ? interval.state() == CoverageInterval.State.VERIFIED : interval.claims();
                if (claimed) {
                    tally.found(Finding.FALSELY_CLAIMED, item + " in " + interval);
                }
                return;
            }
        }
        tally.found(Finding.NOT_IN_LEDGER, item.toString());
    }

    /** Judges the gaps, when all that is missing was told. */
    void finish() {
        List<Interval> explained = Listening.union(missing);
        for (CoverageInterval interval : coverage) {
            if (interval.state() == CoverageInterval.State.GAP) {
                boolean unprovable = silent.stream()
                        .anyMatch(micros -> interval.fromMicros() - BESIDE_MICROS <= micros
                                && micros - REFUTED_MICROS < interval.toMicros());
                for (Interval heard : listening) {
                    long from = Math.max(interval.fromMicros(), heard.fromMicros());
                    long to = Math.min(interval.toMicros(), heard.toMicros());
                    long excess = uncovered(from, to, explained);
                    if (excess <= ONE_MOMENT_MICROS) {
                        continue;
                    }
                    if (unprovable) {
                        tally.remarked(Remark.GAP_BACK_TO_PROOF, 1);
                    } else {
                        tally.found(Finding.OVER_REPORTED, "%,d ms of %s".formatted(excess / 1000, interval));
                    }
                }
            }
        }
    }

    /** How much of a stretch none of the intervals covers. */
    private static long uncovered(long from, long to, List<Interval> intervals) {
        long at = from;
        long sum = 0;
        for (Interval each : intervals) {
            if (each.toMicros() > at && each.fromMicros() < to) {
                sum += Math.max(0, each.fromMicros() - at);
                at = Math.max(at, each.toMicros());
            }
        }
        return sum + Math.max(0, to - at);
    }
}
