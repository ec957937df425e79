package trifecta.store.local;

import java.util.List;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Appends a line's events to its gatherer's database. */
@SuppressWarnings("DoNotCallSuggester")
public final class EventAppender implements AutoCloseable {
    private EventAppender() {}

    public static EventAppender open(DatabaseAddress address, String name) throws StoreException {
        throw new UnsupportedOperationException(address + name);
    }

    public Position last() {
        throw new UnsupportedOperationException();
    }

    public void append(int boot, List<LineEvent> events) throws StoreException {
        throw new UnsupportedOperationException(boot + ":" + events);
    }

    @Override
    public void close() {}
}
