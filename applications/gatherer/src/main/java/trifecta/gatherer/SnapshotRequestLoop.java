package trifecta.gatherer;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.production.SnapshotRequests;

/** Waits for production to ask for snapshots, with a role that only reads; production may be down. One thread. */
final class SnapshotRequestLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotRequestLoop.class);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final DatabaseAddress production;
    private final String name;
    private final Consumer<List<String>> asked;
    private final Pace pace;

    SnapshotRequestLoop(DatabaseAddress production, String name, Consumer<List<String>> asked, RandomGenerator random) {
        this.production = production;
        this.name = name;
        this.asked = asked;
        this.pace = new Pace(Duration.ofMillis(200), Duration.ofSeconds(10), random);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (SnapshotRequests requests = SnapshotRequests.open(production, name)) {
                    pace.succeeded();
                    serve(requests);
                } catch (StoreException e) {
                    if (pace.failures() == 0) {
                        log.warn("{}; snapshots cannot be asked for meanwhile", e.getMessage());
                    }
                    Thread.sleep(Duration.ofNanos(pace.failedNanos()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SnapshotRequests requests) throws StoreException {
        while (!Thread.currentThread().isInterrupted()) {
            List<String> markets = requests.await(WAIT);
            if (!markets.isEmpty()) {
                asked.accept(markets);
            }
        }
    }
}
