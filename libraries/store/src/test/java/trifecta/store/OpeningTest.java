package trifecta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import trifecta.store.local.EventAppender;
import trifecta.store.local.LineReader;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** What is wrong with a database is said in one sentence, with what to do. */
class OpeningTest {
    @Test
    void nobodyAnswers() {
        StoreException said = failure(
                () -> EventAppender.open(new DatabaseAddress("jdbc:postgresql://localhost:1/x", "a", "b"), "g"));
        assertThat(said).hasMessageContaining("localhost:1").hasMessageContaining("is PostgreSQL up");
        assertThat(said.passing()).isTrue();
    }

    @Test
    void thereIsNoSuchDatabase() {
        DatabaseAddress there = Addresses.fresh("there");
        StoreException said = failure(() -> ProductionWriter.open(
                new DatabaseAddress(there.url() + "_not", there.user(), ""), "d", 3, Clock.systemUTC()));
        assertThat(said).hasMessageContaining("does not exist").hasMessageContaining("create the database");
        assertThat(said.passing()).isFalse();
    }

    @Test
    void thePasswordIsWrongAndIsNotPrinted() throws SQLException {
        try (TestPostgres server = TestPostgres.start()) {
            TestDatabase database = server.database("locked");
            DatabaseAddress owner = Addresses.of(database);
            server.demandPasswords();
            Sql.execute(new DatabaseAddress(owner.url(), owner.user(), "postgres"), "SELECT 1");
            StoreException said =
                    failure(() -> LineReader.open(new DatabaseAddress(owner.url(), owner.user(), "s3cret-wrong"), "d"));
            assertThat(said).hasMessageContaining("password").hasMessageContaining("check the user");
            assertThat(said.passing()).isFalse();
            assertThat(said.toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void aServerThatMayLoseCommitsIsRefused() throws SQLException {
        for (String setting : List.of("fsync", "full_page_writes")) {
            try (TestPostgres server = TestPostgres.start(Map.of(setting, "off"))) {
                refuses(Addresses.of(server.database("careless")), setting);
            }
        }
        DatabaseAddress asynchronous = Addresses.fresh("asynchronous");
        String name = asynchronous.url().substring(asynchronous.url().lastIndexOf('/') + 1);
        Sql.execute(asynchronous, "ALTER DATABASE " + name + " SET synchronous_commit = off");
        refuses(asynchronous, "synchronous_commit");
    }

    private static void refuses(DatabaseAddress address, String setting) {
        for (StoreException said : List.of(
                failure(() -> EventAppender.open(address, "g")),
                failure(() -> ProductionWriter.open(address, "d", 3, Clock.systemUTC())))) {
            assertThat(said).hasMessageContaining(setting + " is off").hasMessageContaining("set " + setting + " = on");
            assertThat(said.passing()).isFalse();
        }
    }

    @Test
    void anotherEncodingIsRefused() throws SQLException {
        DatabaseAddress any = Addresses.fresh("any");
        Sql.execute(any, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
        String url = any.url().substring(0, any.url().lastIndexOf('/')) + "/latin";
        StoreException said = failure(() -> EventAppender.open(new DatabaseAddress(url, any.user(), ""), "g"));
        assertThat(said).hasMessageContaining("LATIN1").hasMessageContaining("ENCODING 'UTF8'");
    }

    @Test
    void aReaderThatComesBeforeTheWriterIsToldSo() {
        StoreException said = failure(() -> LineReader.open(Addresses.fresh("early"), "d"));
        assertThat(said).hasMessageContaining("not set up yet");
        assertThat(said.passing()).isTrue();
    }

    private static StoreException failure(ThrowingCallable opening) {
        StoreException said = catchThrowableOfType(StoreException.class, opening);
        assertThat(said).isNotNull();
        return said;
    }
}
