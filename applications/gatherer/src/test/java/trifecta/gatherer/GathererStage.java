package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import trifecta.store.DatabaseAddress;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** What tests of a whole gatherer stand on: an exchange, a database and a folder of its own, and patience. */
abstract class GathererStage {
    private final Duration patience;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    FakeExchange exchange;

    @SuppressWarnings("NullAway.Init")
    DatabaseAddress database;

    GathererStage(Duration patience) {
        this.patience = patience;
    }

    @BeforeEach
    final void build() throws InterruptedException {
        exchange = new FakeExchange();
        TestDatabase fresh = TestPostgres.shared().database("gatherer");
        database = new DatabaseAddress(fresh.url(), fresh.user(), fresh.password());
    }

    @AfterEach
    final void clear() throws InterruptedException {
        exchange.close();
    }

    /** Those without which no gatherer runs here; more may be put in. */
    final Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "gatherer.websocket-url", exchange.websocketUrl(),
                "gatherer.rest-url", exchange.restUrl(),
                "gatherer.folder", folder.resolve("line").toString(),
                "gatherer.database-url", database.url(),
                "gatherer.database-user", database.user(),
                "gatherer.database-password", database.password(),
                "gatherer.verify-interval", "0s"));
    }

    final void eventually(String what, Callable<Boolean> holds) throws Exception {
        long endNanos = System.nanoTime() + patience.toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(endNanos);
            Thread.sleep(10);
        }
    }
}
