package trifecta.cli.pitr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import trifecta.market.Position;
import trifecta.service.OperatingException;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.local.EventChunks;
import trifecta.store.local.EventChunks.Row;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;
import trifecta.store.production.CursorReader;
import trifecta.store.production.CursorReader.Confirmed;
import trifecta.store.views.TimeText;

/** Where a restored production goes on with each line, and whether the line still keeps what it lacks. Reads only. */
public final class LowWater {
    private static final String NAME = "trifecta restore";

    private LowWater() {}

    /**
     * Of one line.
     *
     * @param whole whether everything behind the cursor is kept, so that nothing is missing of this line
     * @param words from where it is filled, and what is missing
     */
    public record Mark(int line, boolean whole, String words) {}

    /**
     * Compares production with all lines.
     *
     * @param production as it was restored
     * @param gatherers databases by line
     * @throws OperatingException when production cannot be read; a gatherer that cannot is a mark that says so
     */
    static List<Mark> marks(DatabaseAddress production, Map<Integer, DatabaseAddress> gatherers) {
        List<Mark> marks = new ArrayList<>();
        if (gatherers.isEmpty()) {
            return marks;
        }
        try (CursorReader cursors = new CursorReader(production, NAME)) {
            for (Map.Entry<Integer, DatabaseAddress> each : new TreeMap<>(gatherers).entrySet()) {
                marks.add(mark(each.getKey(), cursors.read(each.getKey()), each.getValue()));
            }
            return marks;
        } catch (StoreException e) {
            throw new OperatingException(
                    "read how far the restored production is", e.facts(), "was it production that was backed up?", e);
        }
    }

    private static Mark mark(int line, Confirmed confirmed, DatabaseAddress gatherer) {
        Position at = confirmed.cursor().position();
        boolean fromNothing = at.equals(Position.START);
        try (LineReader reader = LineReader.open(gatherer, NAME);
                EventChunks chunks = EventChunks.open(gatherer, NAME)) {
            String kept = chunks.lowest().map(row -> "kept from " + place(row)).orElse("the line has no rows");
            String to =
                    chunks.highest().map(row -> ", reads up to " + place(row)).orElse("");
            String from = fromNothing ? "from its first row" : "from " + at;
            return switch (reader.read(confirmed.cursor(), 1)) {
                case LineBatch.Rows _ -> new Mark(line, true, from + to + "; " + kept);
                case LineBatch.Torn torn -> new Mark(line, false, from + to + "; " + kept + "; " + torn.facts());
                case LineBatch.Estranged(LineBatch.Cause cause, String facts)
                when cause == LineBatch.Cause.LET_GO ->
                    new Mark(
                            line,
                            false,
                            "from its lowest row" + to + ": " + facts
                                    + ". Other lines may have it; else trades come by REST, and books have a gap");
                case LineBatch.Estranged(LineBatch.Cause _, String facts) ->
                    new Mark(line, false, "from its first row, as another line: " + facts);
            };
        } catch (StoreException e) {
            return new Mark(line, false, "from " + at + "; whether it keeps that is unknown: " + e.facts());
        }
    }

    private static String place(Row row) {
        return row.position() + " of " + TimeText.millis(row.receivedMicros());
    }
}
