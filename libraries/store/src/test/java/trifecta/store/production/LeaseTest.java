package trifecta.store.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;

/** One at a time has the lease, and somebody always can get it. */
class LeaseTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final DatabaseAddress address = Addresses.fresh("lease");

    @Test
    void oneHasItAndKeepsIt() throws StoreException, SQLException {
        try (Lease first = open("first", LONG);
                Lease second = open("second", LONG)) {
            assertThat(first.take()).isEqualTo(1);
            assertThat(second.take()).isZero();
            assertThat(first.take()).isEqualTo(1);
            assertThat(Sql.value(address, "SELECT name FROM store.lease")).isEqualTo("first");
        }
    }

    @Test
    void whatIsGivenBackIsFreeAtOnce() throws StoreException {
        try (Lease first = open("first", LONG);
                Lease second = open("second", LONG)) {
            assertThat(first.take()).isEqualTo(1);
            first.giveBack();
            assertThat(second.take()).isEqualTo(2);
            assertThat(first.take()).isZero();
        }
    }

    @Test
    void whoDoesNotHaveItGivesNothingBack() throws StoreException {
        try (Lease first = open("first", LONG);
                Lease second = open("second", LONG)) {
            assertThat(first.take()).isEqualTo(1);
            second.giveBack();
            assertThat(second.take()).isZero();
        }
    }

    @Test
    void aHolderWhoseConnectionEndedHasLostItAtOnce() throws StoreException, SQLException {
        try (Lease second = open("second", LONG)) {
            try (Lease first = open("first", LONG)) {
                assertThat(first.take()).isEqualTo(1);
            } // ends its connection as its death does
            long term = second.take();
            while (term == 0) { // until the server has seen it
                Thread.onSpinWait();
                term = second.take();
            }
            assertThat(term).isEqualTo(2);
        }
    }

    @Test
    void aHolderThatComesBackBeforeAnybodyElseGoesOnInItsTerm() throws StoreException, SQLException {
        try (Lease first = open("first", LONG)) {
            assertThat(first.take()).isEqualTo(1);
            Sql.execute(address, "SELECT pg_terminate_backend(backend, 5000) FROM store.lease");
            assertThatThrownBy(first::take).isInstanceOf(StoreException.class);
            assertThat(first.take()).isEqualTo(1);
        }
    }

    @Test
    void aPausedHolderLosesItWhenItsTimeIsOver() throws StoreException, SQLException {
        try (Lease paused = open("paused", LONG);
                Lease next = open("next", LONG)) {
            assertThat(paused.take()).isEqualTo(1);
            Sql.execute(address, "UPDATE store.lease SET renewed_at = renewed_at - interval '59 minutes'");
            assertThat(next.take()).isZero();
            Sql.execute(address, "UPDATE store.lease SET renewed_at = renewed_at - interval '1 minute'");
            assertThat(next.take()).isEqualTo(2);
            assertThat(paused.take()).as("it wakes up").isZero();
        }
    }

    @Test
    void aServersClockThatWentBackHoldsNobodyUp() throws StoreException, SQLException {
        try (Lease paused = open("paused", LONG);
                Lease next = open("next", LONG)) {
            assertThat(paused.take()).isEqualTo(1);
            Sql.execute(address, "UPDATE store.lease SET renewed_at = clock_timestamp() + interval '1 day'");
            assertThat(next.take()).isEqualTo(2);
        }
    }

    @Test
    void whoTakesItOverEndsWhatTheOtherLeft() throws StoreException, SQLException {
        try (Lease first = open("first", LONG);
                Lease second = open("second", LONG);
                Connection waiting = Connections.open(address, "trifecta console")) {
            assertThat(first.take()).isEqualTo(1);
            try (Connection left = Connections.open(address, Lease.HOLDERS_BACKENDS + "metadata")) {
                assertThat(first.take()).isEqualTo(1);
                assertThat(left.isValid(5)).as("its own stay").isTrue();
                first.giveBack();
                assertThat(second.take()).isEqualTo(2);
                assertThatThrownBy(() -> left.prepareStatement("SELECT 1").executeQuery())
                        .isInstanceOf(SQLException.class);
            }
            assertThat(waiting.isValid(5)).as("others stay").isTrue();
            assertThat(first.take()).as("so does who waits").isZero();
        }
    }

    private Lease open(String name, Duration timeToLive) throws StoreException {
        return Lease.open(address, name, timeToLive);
    }
}
