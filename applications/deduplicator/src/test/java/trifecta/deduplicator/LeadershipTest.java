package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

class LeadershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase database = TestPostgres.shared().database("leadership");
    private final DatabaseAddress production =
            new DatabaseAddress(database.url(), database.user(), database.password());

    @Test
    void theSecondStandsByUntilTheFirstGivesItBack() throws Exception {
        Leadership second;
        try (Leadership first = begin("first")) {
            await("the first leads", first::isHeld);
            second = begin("second");
            assertThat(second.awaitHeld(Duration.ofSeconds(1))).isFalse();
            assertThat(first.isHeld()).isTrue();
        }
        try (second) {
            assertThat(second.awaitHeld(PATIENCE)).isTrue();
            assertThat(second.term()).isEqualTo(2);
        }
    }

    @Test
    void whoeverLosesItKnowsBeforeItIsToldToStandBy() throws Exception {
        AtomicLong asleep = new AtomicLong();
        try (Leadership leader = Leadership.begin(production, "leader", () -> System.nanoTime() + asleep.get())) {
            await("it leads", leader::isHeld);
            asleep.addAndGet(Leadership.TIME_TO_LIVE.toNanos()); // woken after so long
            assertThat(leader.isHeld()).isFalse();
            await("nobody else wanted it", leader::isHeld);
            assertThat(leader.term()).isEqualTo(1);
        }
    }

    @Test
    void aMergeThatStandsStillLetsItGo() throws Exception {
        AtomicLong later = new AtomicLong();
        try (Leadership stuck = Leadership.begin(production, "stuck", () -> System.nanoTime() + later.get())) {
            await("it leads", stuck::isHeld);
            try (Leadership next = begin("next")) {
                later.addAndGet(Leadership.STANDSTILL_MAX.toNanos());
                await("the next one leads", next::isHeld);
                assertThat(stuck.isHeld()).isFalse();
            }
            assertThat(stuck.awaitHeld(PATIENCE)).as("its merge goes on").isTrue();
        }
    }

    @Test
    void whileProductionIsAwayItIsLostAndThatIsSaid() throws Exception {
        try (Leadership leader = begin("leader")) {
            await("it leads", leader::isHeld);
            execute("ALTER TABLE store.lease RENAME TO hidden");
            await("it knows", () -> !leader.trouble().isEmpty() && !leader.isHeld());
            execute("ALTER TABLE store.hidden RENAME TO lease");
            await("it leads again", () -> leader.trouble().isEmpty() && leader.isHeld());
        }
    }

    private Leadership begin(String name) throws StoreException {
        return Leadership.begin(production, name, System::nanoTime);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
