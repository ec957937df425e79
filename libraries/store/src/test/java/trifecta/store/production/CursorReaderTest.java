package trifecta.store.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trifecta.store.production.Batches.cursor;
import static trifecta.store.production.Batches.move;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.production.CursorReader.Confirmed;

/** What a gatherer is told of its line's cursor. */
class CursorReaderTest {
    private final DatabaseAddress address = Addresses.fresh("cursor");

    @Test
    void whatIsCommittedIsToldWithProductionsClock() throws StoreException, SQLException {
        try (ProductionWriter writer = ProductionWriter.open(address, "writer", 3, InstantSource.system());
                CursorReader reader = new CursorReader(address, "reader")) {
            assertThat(reader.read(2).cursor()).isEqualTo(LineCursor.START);
            assertThat(reader.read(9).cursor()).as("a line nobody knows").isEqualTo(LineCursor.START);
            ProductionBatch batch = ProductionBatch.empty();
            batch.moves().add(move(2, LineCursor.START, cursor(4, 70)));
            writer.commit(batch);
            Confirmed confirmed = reader.read(2);
            assertThat(confirmed.cursor()).isEqualTo(cursor(4, 70));
            assertThat(Duration.between(confirmed.at(), InstantSource.system().instant()))
                    .isBetween(Duration.ZERO, Duration.ofMinutes(1));
            assertThat(reader.read(1).cursor()).isEqualTo(LineCursor.START);
        }
    }

    @Test
    void aReadersRoleIsEnough() throws StoreException, SQLException {
        ProductionWriter.open(address, "writer", 3, InstantSource.system()).close();
        Sql.execute(
                address,
                "DO $$ BEGIN CREATE ROLE only_reads LOGIN IN ROLE trifecta_reader;"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        try (CursorReader reader = new CursorReader(new DatabaseAddress(address.url(), "only_reads", ""), "reader")) {
            assertThat(reader.read(1).cursor()).isEqualTo(LineCursor.START);
        }
    }

    @Test
    void aDatabaseThatIsNotSetUpYetIsAFailureAndNoCursor() {
        try (CursorReader reader = new CursorReader(address, "reader")) {
            assertThatThrownBy(() -> reader.read(1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("not set up yet");
        }
    }
}
