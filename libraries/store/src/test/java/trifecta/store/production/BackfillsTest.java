package trifecta.store.production;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Sql;
import trifecta.store.StoreException;

/** Which range of trades is fetched next. */
class BackfillsTest {
    private static final long DAY = 86_400_000_000L;
    private static final long BEGIN = Instant.parse("2026-08-01T00:00:00Z").getEpochSecond() * 1_000_000;

    private final DatabaseAddress address = Addresses.fresh("backfills");

    @BeforeEach
    void prepare() throws StoreException {
        try (ProductionWriter writer = ProductionWriter.open(address, "test", 1, InstantSource.system())) {
            assertThat(writer).isNotNull();
        }
    }

    @Test
    void rangesThatFailTakeTurnsAndHoldUpNobody() throws StoreException {
        try (Backfills backfills = Backfills.open(address, "test")) {
            long never = backfills.request("NOPE", BEGIN, BEGIN + DAY);
            long once = backfills.request(null, BEGIN, BEGIN + DAY);
            List<Long> tried = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long id = backfills.next().orElseThrow().id();
                tried.add(id);
                backfills.failed(id, "HTTP 503");
            }
            assertThat(tried).containsExactly(never, once, never, once);
            long fresh = backfills.request("LATER", BEGIN, BEGIN + DAY);
            assertThat(backfills.next().orElseThrow().id()).isEqualTo(fresh);
        }
    }

    @Test
    void onlyWhatLiesBehindALinesBeginningIsAGapThatIsFetchedByItself() throws StoreException, SQLException {
        Sql.execute(
                address,
                "INSERT INTO store.stretches (stretch, line, connection, sid, channel, from_ts, to_ts, margin_us, reason)"
                        + " VALUES (1, 1, 1, 1, 2, '2026-08-10T00:00Z', '2026-08-10T01:00Z', 0, 'cut'),"
                        + " (2, 1, 2, 1, 2, '2026-08-10T02:00Z', '2026-08-10T03:00Z', 0, 'cut')",
                "INSERT INTO store.backfills (from_ts, to_ts, finished_at)"
                        + " VALUES ('2021-01-01T00:00Z', '2021-01-02T00:00Z', now())");
        try (Backfills backfills = Backfills.open(address, "test")) {
            assertThat(backfills.planGaps()).isEqualTo(1);
            assertThat(Sql.rows(address, "SELECT from_ts AT TIME ZONE 'UTC' FROM store.backfills WHERE for_gap"))
                    .containsExactly("2026-08-10 01:00:00");
            assertThat(backfills.planGaps()).as("it was asked for").isZero();
        }
    }
}
