package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import trifecta.cli.ConnectionString;
import trifecta.service.status.Json;
import trifecta.store.DatabaseAddress;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** The command against a production database as the store makes it. */
class CheckCommandTest {
    @TempDir
    private Path folder;

    @Test
    void productionsOwnViewsAreRead() throws Exception {
        TestDatabase database = production();
        Files.write(folder.resolve("a.record"), java.util.List.of("H 1 1 3 \"nothing\"", "Z 0 2"));
        String url = database.url().replace("jdbc:postgresql://", "postgresql://" + database.user() + ":x@");
        StringWriter out = new StringWriter();
        assertThat(run(out, "--record", folder.toString(), "--production", url)).isEqualTo(0);
        assertThat(out.toString())
                .endsWith(
                        "lost 0, duplicated 0, unexpected 0, reordered 0, falsely claimed 0" + System.lineSeparator());
    }

    @Test
    void whatIsMissingMakesTheExitCodeAndStandsInTheJson() throws Exception {
        TestDatabase database = production();
        Files.write(folder.resolve("a.record"), new World(1).record);
        StringWriter out = new StringWriter();
        String url = database.url() + "?user=" + database.user() + "&password=x";
        assertThat(run(out, "--record", folder.toString(), "--production", url, "--json"))
                .isEqualTo(1);
        Map<String, ?> json = Json.readObject(out.toString());
        assertThat(json.get("clean")).isEqualTo(false);
        assertThat((Long) json.get("lost")).isGreaterThan(500);
        assertThat(json.get("unexpected")).isEqualTo(0L);
    }

    @Test
    void connectionStringsOfPsqlAreTaken() {
        ConnectionString address =
                ConnectionString.parse("postgresql://us%40er:p%2Fw+d@host:5433/trifecta?sslmode=disable");
        assertThat(address.url()).isEqualTo("jdbc:postgresql://host:5433/trifecta?sslmode=disable");
        assertThat(address.credentials().getProperty("user")).isEqualTo("us@er");
        assertThat(address.credentials().getProperty("password")).isEqualTo("p/w+d");
        assertThat(ConnectionString.parse("jdbc:postgresql://h/d?password=secret"))
                .hasToString("jdbc:postgresql://h/d");
    }

    private static TestDatabase production() throws Exception {
        TestDatabase database = TestPostgres.shared().database("check_command");
        ProductionWriter.open(
                        new DatabaseAddress(database.url(), database.user(), database.password()),
                        "check",
                        3,
                        InstantSource.system())
                .close();
        return database;
    }

    private static int run(StringWriter out, String... arguments) {
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
