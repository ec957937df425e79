package trifecta.deduplicator;

import java.util.ArrayList;
import java.util.List;
import trifecta.market.Position;

/**
 * How far production is with a commit.
 *
 * @param positions of the lines: the last row taken of each
 * @param receivedMicros when the lines received these, their own clocks; 0 where no row was taken in this session
 * @param markets known
 * @param rowsInMemory of all markets
 * @param openGaps markets that no line has though one should
 * @param timesRefused stamps that could not be true, in this session
 */
record Reached(
        List<Position> positions,
        List<Long> receivedMicros,
        int markets,
        long rowsInMemory,
        int openGaps,
        long timesRefused) {
    static Reached of(Merge merge, MarketRows markets, int lines) {
        List<Position> positions = new ArrayList<>();
        List<Long> received = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            positions.add(merge.cursor(line).position());
            received.add(merge.receivedMicros(line));
        }
        return new Reached(
                positions, received, markets.size(), markets.rowsInMemory(), merge.openGaps(), merge.timesRefused());
    }
}
