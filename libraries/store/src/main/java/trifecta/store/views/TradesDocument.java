package trifecta.store.views;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.store.StoreException;
import trifecta.store.history.LedgerWord.Word;

/**
 * Trades of a market as they are told, with what may be missing among them.
 *
 * @param trades oldest first
 * @param isCut whether there are earlier ones in the interval
 * @param doubts parts of the interval of which it is not certain that nothing is missing
 */
public record TradesDocument(String ticker, List<TradeRow> trades, boolean isCut, List<Doubt> doubts) {
    public TradesDocument {
        trades = List.copyOf(trades);
        doubts = List.copyOf(doubts);
    }

    /** What the ledger says of an interval of the trade channel. */
    public interface Ledger {
        List<Word> between(long fromMicros, long untilMicros) throws StoreException;
    }

    /**
     * The latest of those that were found.
     *
     * @param found by time, one more than wanted where there are more
     * @param most how many are wanted
     * @param fromMicros begin of the interval
     * @param untilMicros its end, exclusive; trades may be newer than the clock that said so
     */
    public static TradesDocument latest(
            String ticker, List<TradeRow> found, int most, long fromMicros, long untilMicros, Ledger ledger)
            throws StoreException {
        boolean isCut = found.size() > most;
        List<TradeRow> trades = isCut ? found.subList(found.size() - most, found.size()) : found;
        // what was cut off is not part of the answer, which says that it was
        long answeredFrom = isCut && !trades.isEmpty() ? trades.getFirst().micros() : fromMicros;
        long answeredUntil = trades.isEmpty()
                ? untilMicros
                : Math.max(untilMicros, trades.getLast().micros() + 1);
        List<Doubt> doubts = Doubt.of(ledger.between(answeredFrom, answeredUntil), answeredFrom, answeredUntil);
        return new TradesDocument(ticker, trades, isCut, doubts);
    }

    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("complete", !isCut && doubts.isEmpty());
        json.put("earlier_ones_cut", isCut);
        json.put("doubts", doubts.stream().map(Doubt::json).toList());
        json.put("trades", trades.stream().map(TradeRow::json).toList());
        return json;
    }
}
