package trifecta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestPostgresTest {
    @Test
    void isAsDurableAsProduction() throws SQLException {
        TestDatabase database = TestPostgres.shared().database("durable");
        for (String setting : TestPostgres.DURABLE.keySet()) {
            assertThat(value(database, "SHOW " + setting)).as(setting).isEqualTo("on");
        }
        assertThat(value(database, "SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(value(database, "SHOW server_version_num")).startsWith("18");
    }

    @Test
    void givesAnEmptyDatabaseEachTime() throws SQLException {
        TestDatabase first = TestPostgres.shared().database("fresh");
        TestDatabase second = TestPostgres.shared().database("fresh");
        value(first, "SELECT 1 FROM (SELECT set_config('a.b', '1', false)) x");
        assertThat(first.url()).isNotEqualTo(second.url());
        assertThat(value(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void keepsItsDataOverACrash() throws SQLException {
        try (TestPostgres server = TestPostgres.start()) {
            TestDatabase database = server.database("crash");
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
            }
            server.crash();
            server.restart();
            assertThat(value(database, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    private static String value(TestDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
