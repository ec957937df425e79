package trifecta.store.production;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.production.Metadata.Status;

class MetadataWriterTest {
    private static final Instant MONDAY = Instant.parse("2026-08-10T10:00:00Z");

    private final DatabaseAddress address = Addresses.fresh("metadata");

    @Test
    void marketsAreWrittenOnceAndUpdatedWhenTheyChange() throws StoreException, SQLException {
        ProductionWriter.open(address, "deduplicator", 3, InstantSource.fixed(MONDAY))
                .close();
        try (MetadataWriter writer = MetadataWriter.open(address, "metadata")) {
            assertThat(writer.markets(List.of(market("A", Status.OPEN, MONDAY), market("B", null, null))))
                    .isEqualTo(2);
            assertThat(writer.markets(List.of(market("A", Status.OPEN, MONDAY), market("B", null, null))))
                    .isZero();
            assertThat(writer.markets(List.of(market("A", Status.SETTLED, MONDAY.plusSeconds(1)))))
                    .isEqualTo(1);
            assertThat(writer.markets(List.of(market("A", Status.OPEN, MONDAY))))
                    .as("an older page")
                    .isZero();
            assertThat(writer.events(List.of(event("older title"), event("title"))))
                    .isEqualTo(1);
            assertThat(writer.events(List.of(event("title")))).isZero();
            assertThat(writer.series(List.of(series("gold", "15 min")))).isEqualTo(1);
            assertThat(writer.series(List.of(series("gold", "15 min")))).isZero();
            assertThat(writer.series(List.of(series()))).isEqualTo(1);
        }
        assertThat(Sql.rows(
                        address,
                        "SELECT market_ticker, event_ticker, series_ticker, status, open_time, settlement_value, volume"
                                + " FROM markets ORDER BY market_ticker"))
                .containsExactly(
                        "A|EVENT|SERIES|settled|2026-08-10 10:00:00+00|1.000000|8721.70",
                        "B|EVENT|SERIES|-|2026-08-10 10:00:00+00|1.000000|8721.70");
        assertThat(Sql.rows(address, "SELECT event_ticker, title, mutually_exclusive FROM events"))
                .containsExactly("EVENT|title|f");
        assertThat(Sql.rows(address, "SELECT series_ticker, tags FROM series")).containsExactly("SERIES|{}");
    }

    private static Metadata.Market market(String ticker, @Nullable Status status, @Nullable Instant updatedAt) {
        return new Metadata.Market(
                ticker,
                "EVENT",
                "binary",
                "title",
                null,
                null,
                status,
                "active",
                MONDAY,
                null,
                null,
                null,
                "",
                1_000_000,
                "linear_cent",
                null,
                "4184.96",
                null,
                872_170L,
                null,
                null,
                updatedAt);
    }

    private static Metadata.Event event(String title) {
        return new Metadata.Event("EVENT", "SERIES", title, null, "Commodities", false, null, null);
    }

    private static Metadata.Series series(String... tags) {
        return new Metadata.Series("SERIES", "Gold", null, "fifteen_min", List.of(tags), null);
    }
}
