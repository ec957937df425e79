package trifecta.store.local;

import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;

/** Reads a line from its gatherer's database. */
@SuppressWarnings("DoNotCallSuggester")
public final class LineReader implements AutoCloseable {
    private LineReader() {}

    public static LineReader open(DatabaseAddress address, String name) throws StoreException {
        throw new UnsupportedOperationException(address + name);
    }

    public LineBatch read(LineCursor after, int maxRows) throws StoreException {
        throw new UnsupportedOperationException(after + ":" + maxRows);
    }

    @Override
    public void close() {}
}
