package trifecta.store.production;

import java.util.List;
import java.util.Map;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Loads from production what a merge needs to go on. */
@SuppressWarnings("DoNotCallSuggester")
public final class ProductionReader implements AutoCloseable {
    private ProductionReader() {}

    public static ProductionReader open(DatabaseAddress address, String name) throws StoreException {
        throw new UnsupportedOperationException(address + name);
    }

    public Loaded.State state() throws StoreException {
        throw new UnsupportedOperationException();
    }

    public Map<String, List<Loaded.Row>> rowsBehind(Map<String, Long> seqByMarket) throws StoreException {
        throw new UnsupportedOperationException(seqByMarket.toString());
    }

    public List<Loaded.Row> rowsBefore(String market, long seq, int maxRows) throws StoreException {
        throw new UnsupportedOperationException(market + seq + maxRows);
    }

    public List<String> recentTradeIds(int max) throws StoreException {
        throw new UnsupportedOperationException("" + max);
    }

    @Override
    public void close() {}
}
