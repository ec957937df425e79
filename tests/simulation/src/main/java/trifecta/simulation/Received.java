package trifecta.simulation;

import java.util.HashSet;
import java.util.Set;
import trifecta.market.BookChange;
import trifecta.market.LineEvent;
import trifecta.market.Times;
import trifecta.simulation.World.Happened;

/** What lines have of what happened: all rows inside a span, whatever time they tell. */
final class Received {
    private final Set<String> changes = new HashSet<>();
    private final Set<String> trades = new HashSet<>();

    void add(LineEvent row) {
        switch (row.body()) {
            case LineEvent.Delta delta -> add(delta.market(), delta.change());
            case LineEvent.Snapshot snapshot ->
                snapshot.prologue().forEach(held -> add(snapshot.market(), held.change()));
            case LineEvent.TradeSeen seen -> trades.add(seen.trade().tradeId());
            default -> {}
        }
    }

    private void add(String market, BookChange change) {
        if (change.exchangeMicros() != Times.ABSENT) {
            changes.add(market + " " + change.exchangeMicros());
        }
    }

    boolean has(String market, Happened event) {
        return changes.contains(market + " " + event.change().exchangeMicros());
    }

    Set<String> trades() {
        return trades;
    }
}
