package trifecta.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.deduplicator.SteppedMerge;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.production.ProductionBatch;

/**
 * A deduplicator whose every step is taken by the schedule. Nothing but production keeps it from writing: whoever is to find that a leader
 * which was paused writes nothing when it wakes lets another one work meanwhile.
 */
final class Deduplicator {
    private static final int ROWS_PER_READ = 25;
    private static final int ROWS_IN_MEMORY = 60;

    private final List<Gatherer> lines;
    private final Production production;
    private final Clock clock;
    private final RandomGenerator random;
    private final Clock.Offset offset = new Clock.Offset();
    private @Nullable Session session;

    Deduplicator(List<Gatherer> lines, Production production, Clock clock, RandomGenerator random) {
        this.lines = lines;
        this.production = production;
        this.clock = clock;
        this.random = random;
    }

    /** The process ends, however: nothing of it is left. */
    void crash() {
        session = null;
    }

    /** Reads of a line what is there. */
    void read(int line) {
        Session present = opened();
        if (present != null) {
            present.read(line);
        }
    }

    /** Merges what was read and begins to commit it, after what was begun before. */
    void step() {
        Session present = opened();
        try {
            if (present != null && !present.step()) {
                session = null;
            }
        } catch (StoreException e) {
            session = null;
        }
    }

    private @Nullable Session opened() {
        if (session == null) {
            try {
                session = new Session(production.connect());
            } catch (StoreException e) {
                return null; // it tries again
            }
        }
        return session;
    }

    /** Whether all that the lines have is in production. */
    boolean isCaughtUp() {
        Session present = session;
        return present != null && present.isCaughtUp();
    }

    private final class Session {
        private final Production.Connection connection;
        private final SteppedMerge merge;
        private final List<LineCursor> cursors = new ArrayList<>();
        private final List<Boolean> exhausted = new ArrayList<>();
        private @Nullable ProductionBatch underWay;
        private boolean idle;

        Session(Production.Connection connection) throws StoreException {
            this.connection = connection;
            this.merge = new SteppedMerge(connection, this::await, lines.size(), ROWS_IN_MEMORY, clock.beside(offset));
            for (int line = 0; line < lines.size(); line++) {
                cursors.add(merge.cursor(line));
                exhausted.add(false);
            }
        }

        /** What is being written has to be there; what became of it the next step learns. */
        private void await() throws StoreException {
            if (!settle()) {
                throw new StoreException("commit", "production moved without this writer", "load anew", true, null);
            }
        }

        void read(int line) {
            try {
                LineBatch batch = lines.get(line).store.read(cursors.get(line), 1 + random.nextInt(ROWS_PER_READ));
                LineCursor next = switch (batch) {
                    case LineBatch.Rows rows -> rows.next();
                    case LineBatch.Torn torn -> torn.rows().next();
                    case LineBatch.Estranged estranged -> LineCursor.START;
                };
                boolean nothing =
                        batch instanceof LineBatch.Rows rows && rows.events().isEmpty();
                exhausted.set(line, nothing);
                cursors.set(line, next);
                if (!nothing) {
                    merge.take(line, batch, clock.micros());
                }
            } catch (StoreException e) {
                exhausted.set(line, false); // out of reach: the others go on
            }
        }

        private boolean settle() throws StoreException {
            ProductionBatch batch = underWay;
            underWay = null;
            return batch == null || connection.commit(batch);
        }

        boolean step() throws StoreException {
            if (random.nextBoolean() && !settle()) {
                return false;
            }
            ProductionBatch batch = merge.finish(clock.micros());
            idle = batch.isEmpty();
            if (!batch.isEmpty()) {
                if (!settle()) {
                    return false;
                }
                underWay = batch;
            }
            return true;
        }

        boolean isCaughtUp() {
            return idle && underWay == null && !exhausted.contains(false);
        }
    }
}
