package trifecta.store.production;

import java.time.InstantSource;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Commits batches to production. */
@SuppressWarnings("DoNotCallSuggester")
public final class ProductionWriter implements AutoCloseable {
    private ProductionWriter() {}

    public static ProductionWriter open(DatabaseAddress address, String name, int lines, InstantSource clock)
            throws StoreException {
        throw new UnsupportedOperationException(address + name + lines + clock);
    }

    public CommitResult commit(ProductionBatch batch) throws StoreException {
        throw new UnsupportedOperationException(batch.toString());
    }

    @Override
    public void close() {}
}
