package trifecta.store.views;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.store.history.LedgerWord.State;

/**
 * An interval of the coverage ledger.
 *
 * @param untilMicros exclusive; {@link #NOW} while it goes on
 * @param linesLeast fewest lines that had all of a part of it
 * @param linesMost most lines
 * @param reason why something is missing; empty where nobody told
 */
public record CoverageRow(
        String channel, State state, long fromMicros, long untilMicros, int linesLeast, int linesMost, String reason) {
    /** Later than any time. */
    public static final long NOW = Long.MAX_VALUE;

    /** Whether something is told, and all of it is received or verified, but for the last moments up to now, which never are. */
    public static boolean isComplete(List<CoverageRow> rows) {
        return rows.stream().anyMatch(row -> row.state.isComplete())
                && rows.stream()
                        .allMatch(row ->
                                row.state.isComplete() || (row.state == State.PROVISIONAL && row.untilMicros == NOW));
    }

    /** Joins those of one state that follow one another: how many lines there were is told as a range. */
    public static List<CoverageRow> joined(List<CoverageRow> rows) {
        List<CoverageRow> joined = new ArrayList<>();
        for (CoverageRow row : rows) {
            CoverageRow last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && last.state == row.state
                    && last.untilMicros == row.fromMicros
                    && last.channel.equals(row.channel)) {
                joined.removeLast();
                joined.add(new CoverageRow(
                        row.channel,
                        row.state,
                        last.fromMicros,
                        row.untilMicros,
                        Math.min(last.linesLeast, row.linesLeast),
                        Math.max(last.linesMost, row.linesMost),
                        last.reason));
            } else {
                joined.add(row);
            }
        }
        return joined;
    }

    public boolean isSerious() {
        return state == State.GAP || state == State.DISPUTED;
    }

    /** The part of it between two times; empty when there is none. */
    public CoverageRow between(long from, long until) {
        return new CoverageRow(
                channel,
                state,
                Math.max(from, fromMicros),
                Math.min(until, untilMicros),
                linesLeast,
                linesMost,
                reason);
    }

    public String lines() {
        return linesLeast == linesMost ? String.valueOf(linesLeast) : linesLeast + "-" + linesMost;
    }

    /** For people; empty while it goes on. */
    public String duration() {
        if (untilMicros == NOW) {
            return "goes on";
        }
        long millis = (untilMicros - fromMicros) / 1000;
        long seconds = millis / 1000;
        if (seconds < 60) {
            return millis == 0 ? "< 1 ms" : millis < 1000 ? millis + " ms" : "%.1f s".formatted(millis / 1000.0);
        }
        return seconds < 3600
                ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
                : "%,d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }

    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("channel", channel);
        json.put("state", state.word());
        json.put("from", TimeText.iso(fromMicros));
        json.put("until", untilMicros == NOW ? null : TimeText.iso(untilMicros));
        json.put("lines", linesLeast);
        json.put("reason", reason.isEmpty() ? null : reason);
        return json;
    }
}
