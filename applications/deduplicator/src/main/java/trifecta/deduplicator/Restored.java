package trifecta.deduplicator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import trifecta.market.arbitration.LineClocks;
import trifecta.market.ledger.LedgerChanges.StretchState;
import trifecta.market.ledger.LineLedger;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.production.Loaded;
import trifecta.store.production.StoredMerge;

/**
 * The merge's state as production has it: exactly that of the last commit.
 *
 * @param arbiters the arbiters' packed states by ticker
 * @param ledgers by line; they share their numbers
 * @param lacking markets that no line covers though one should
 */
@SuppressWarnings("ArrayRecordComponent") // taken over by the merge, never compared
record Restored(
        LineCursor[] cursors,
        LineState[] lines,
        LineLedger[] ledgers,
        LineClocks clocks,
        long clocksAge,
        Channels channels,
        Map<String, byte[]> arbiters,
        Set<String> lacking) {

    static Restored from(StoredMerge production, int lines) throws StoreException {
        Loaded.State stored = production.state();
        LineCursor[] cursors = new LineCursor[lines];
        LineState[] states = new LineState[lines];
        LineLedger[] ledgers = new LineLedger[lines];
        AtomicLong ledgerNumber = new AtomicLong(stored.lastLedgerNumber());
        for (int line = 0; line < lines; line++) {
            Loaded.Line known = stored.lines().get(line + 1);
            cursors[line] = known == null ? LineCursor.START : known.cursor();
            states[line] = LineState.unpack(known == null ? new byte[0] : known.state());
            ledgers[line] = new LineLedger(line, ledgerNumber::incrementAndGet);
        }
        for (StretchState stretch : stored.stretches()) {
            if (stretch.line() < lines) {
                ledgers[stretch.line()].restore(stretch);
            }
        }
        Map<String, byte[]> arbiters = new HashMap<>();
        Set<String> lacking = new HashSet<>();
        for (Map.Entry<String, byte[]> market : stored.markets().entrySet()) {
            MarketState state = MarketState.unpack(market.getValue(), lines);
            arbiters.put(market.getKey(), state.arbiter());
            if (state.lacking()) {
                lacking.add(market.getKey());
            }
            for (int line = 0; line < lines; line++) {
                LineLedger.@Nullable Kept open = state.spans()[line];
                if (open != null) {
                    ledgers[line].restore(market.getKey(), open);
                }
            }
        }
        LineState latest = Arrays.stream(states)
                .max(Comparator.comparingLong(state -> state.clocksAge))
                .orElseThrow();
        LineClocks clocks =
                latest.clocks.length == 0 ? new LineClocks(lines) : LineClocks.restore(latest.clocks, lines);
        return new Restored(
                cursors,
                states,
                ledgers,
                clocks,
                latest.clocksAge,
                Channels.restore(production, states),
                arbiters,
                lacking);
    }
}
