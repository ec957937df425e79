package trifecta.store.production;

import java.util.List;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Keeps markets, events and series up to date. */
@SuppressWarnings("DoNotCallSuggester")
public final class MetadataWriter implements AutoCloseable {
    private MetadataWriter() {}

    public static MetadataWriter open(DatabaseAddress address, String name) throws StoreException {
        throw new UnsupportedOperationException(address + name);
    }

    public int markets(List<Metadata.Market> markets) throws StoreException {
        throw new UnsupportedOperationException(markets.toString());
    }

    public int events(List<Metadata.Event> events) throws StoreException {
        throw new UnsupportedOperationException(events.toString());
    }

    public int series(List<Metadata.Series> series) throws StoreException {
        throw new UnsupportedOperationException(series.toString());
    }

    @Override
    public void close() {}
}
