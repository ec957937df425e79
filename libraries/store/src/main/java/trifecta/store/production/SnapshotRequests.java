package trifecta.store.production;

import java.time.Duration;
import java.util.List;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Waits for requests of fresh snapshots, with read-only rights. */
@SuppressWarnings("DoNotCallSuggester")
public final class SnapshotRequests implements AutoCloseable {
    private SnapshotRequests() {}

    public static SnapshotRequests open(DatabaseAddress address, String name) throws StoreException {
        throw new UnsupportedOperationException(address + name);
    }

    public List<String> await(Duration wait) throws StoreException {
        throw new UnsupportedOperationException(wait.toString());
    }

    @Override
    public void close() {}
}
