package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;

/**
 * Judges a merged chain against the truth: what is lost, doubled, reordered, of a wrong book or inside a false claim of
 * completeness, outside of what is disputed or not yet verified.
 */
final class Verdict {
    private record Key(long millis, Object side, int price, long delta, boolean replaces) {}

    private final Truth truth;
    private final Set<Integer> covered;
    private final boolean permuted;
    private final List<List<Row>> runs = new ArrayList<>();
    private final Set<Integer> disputed = new HashSet<>();
    private final Set<Integer> unverifiedTails = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    /** Inside a claim of completeness, but no line had it: not decidable where it had no net effect. */
    int missingEverywhere;

    Verdict(Scenario scenario, List<Row> chain) {
        this(scenario.truth, scenario.covered(), scenario.lines.stream().anyMatch(line -> line.permuted > 0), chain);
    }

    /**
     * @param covered indexes of the changes that some line delivered with a right book behind them
     * @param permuted lines may order a millisecond differently
     */
    Verdict(Truth truth, Set<Integer> covered, boolean permuted, List<Row> chain) {
        this.truth = truth;
        this.covered = covered;
        this.permuted = permuted;
        for (Row row : chain) {
            if (runs.isEmpty() || row.opensRun()) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(row);
            if (row.disputed()) {
                disputed.add(index(row));
            }
        }
        runs.forEach(this::noteTail);
        judgeRows(chain);
        runs.forEach(this::judgeRun);
    }

    List<String> faults() {
        return faults;
    }

    private static int index(Row row) {
        return (int) row.origin().n();
    }

    private Key key(int index) {
        BookChange change = truth.change(index);
        return new Key(
                truth.millis(index),
                change.side(),
                change.priceMicros(),
                change.deltaHundredths(),
                truth.replacesBook(index));
    }

    private void noteTail(List<Row> run) {
        boolean verified = false;
        for (int at = run.size() - 1; at >= 0; at--) {
            verified |= run.get(at).verified();
            if (!verified) {
                unverifiedTails.add(index(run.get(at)));
            }
            verified &= !run.get(at)
                    .replacesBook(); // what is verified behind a replacement says nothing of what was before
        }
    }

    private void judgeRows(List<Row> chain) {
        Map<Key, Integer> had = new HashMap<>();
        TreeSet<Integer> present = new TreeSet<>();
        for (Row row : chain) {
            had.merge(key(index(row)), 1, Integer::sum);
            present.add(index(row));
        }
        Map<Key, Integer> left = new HashMap<>(had);
        for (int i = 0; i < truth.size(); i++) {
            left.merge(key(i), -1, Integer::sum);
        }
        left.forEach((key, count) -> {
            if (count > 0) {
                faults.add("doubled " + key);
            }
        });
        Map<Key, Integer> missing = new HashMap<>();
        covered.forEach(i -> missing.merge(key(i), 1, Integer::sum));
        had.forEach((key, count) -> missing.merge(key, -count, Integer::sum));
        for (int i : covered) {
            if (!present.contains(i) && missing.getOrDefault(key(i), 0) > 0 && !isMarked(present, i)) {
                faults.add("lost " + i + " " + key(i));
            }
        }
    }

    private boolean isMarked(NavigableSet<Integer> present, int index) {
        Integer before = present.lower(index);
        Integer after = present.higher(index);
        return isExcused(before) || isExcused(after);
    }

    private boolean isExcused(@Nullable Integer index) {
        return index != null && (disputed.contains(index) || unverifiedTails.contains(index));
    }

    private void judgeRun(List<Row> run) {
        TreeSet<Integer> present = new TreeSet<>();
        run.forEach(row -> present.add(index(row)));
        Map<Key, Integer> had = new HashMap<>();
        run.forEach(row -> had.merge(key(index(row)), 1, Integer::sum));
        Map<Key, Integer> wanted = new HashMap<>();
        for (int i = present.first(); i <= present.last(); i++) {
            wanted.merge(key(i), 1, Integer::sum);
        }
        for (int i = present.first(); i <= present.last(); i++) {
            if (!present.contains(i) && had.getOrDefault(key(i), 0) < wanted.getOrDefault(key(i), 0)) {
                judgeMissing(i, present);
            }
        }
        for (int at = 0; at < run.size(); at++) {
            judgeBook(run, at);
            if (at > 0
                    && index(run.get(at)) < index(run.get(at - 1))
                    && truth.millis(index(run.get(at))) != truth.millis(index(run.get(at - 1)))) {
                faults.add("reordered " + index(run.get(at - 1)) + " before " + index(run.get(at)));
            }
        }
    }

    private void judgeMissing(int index, NavigableSet<Integer> present) {
        long millis = truth.millis(index);
        boolean atAnEnd = millis == truth.millis(present.first()) || millis == truth.millis(present.last());
        if (isMarked(present, index) || (permuted && atAnEnd)) {
            return;
        }
        if (covered.contains(index)) {
            faults.add("falsely claimed complete over " + index);
        } else {
            missingEverywhere++;
        }
    }

    private void judgeBook(List<Row> run, int at) {
        Row row = run.get(at);
        int index = index(row);
        if (row.disputed() || unverifiedTails.contains(index)) {
            return;
        }
        boolean lastOfMillis = at + 1 < run.size() && truth.millis(index(run.get(at + 1))) != truth.millis(index);
        if (permuted && !lastOfMillis) {
            return;
        }
        int wholeMillis = index;
        while (permuted && wholeMillis + 1 < truth.size() && truth.millis(wholeMillis + 1) == truth.millis(index)) {
            wholeMillis++;
        }
        if (row.change().bookHash() != truth.change(wholeMillis).bookHash()) {
            faults.add("wrong book unmarked at " + index);
        }
    }
}
