package trifecta.store.production;

import java.util.List;
import java.util.Map;
import trifecta.store.StoreException;

/** What a merge reads back of what it wrote: at its start, and when a line comes late. */
public interface StoredMerge {

    /** Cursors, states and numbers, all of the same moment. */
    Loaded.State state() throws StoreException;

    /**
     * Rows of several markets, each list by rising seq; a market without such rows is left out.
     *
     * @param seqByMarket the seq behind which rows are wanted
     */
    Map<String, List<Loaded.Row>> rowsBehind(Map<String, Long> seqByMarket) throws StoreException;

    /** The last rows of a market before a seq, by rising seq. */
    List<Loaded.Row> rowsBefore(String market, long seq, int maxRows) throws StoreException;

    /** The trades merged last, by rising seq. */
    List<Loaded.SeenTrade> recentTrades(int max) throws StoreException;

    /** The lifecycle events merged last, by rising seq. */
    List<Loaded.SeenLifecycle> recentLifecycle(int max) throws StoreException;
}
