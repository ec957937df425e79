package trifecta.store.postgres;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Brings a database's schema up to date. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * @param place folder of the migrations on the class path
     * @param schema made when missing; holds the history of migrations
     */
    public static void run(DatabaseAddress address, String place, String schema) throws StoreException {
        try {
            MigrateResult result = Flyway.configure()
                    .dataSource(address.url(), address.user(), address.password())
                    .locations("classpath:" + place)
                    .schemas(schema)
                    .loggers(MigrationLog.class.getName())
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info(
                        "schema {} of {} is now at version {}, was at {}",
                        place,
                        address.place(),
                        result.targetSchemaVersion,
                        result.initialSchemaVersion);
            }
        } catch (FlywayException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException failure && Failures.isPassing(failure)) {
                    throw Failures.of("bring the schema " + place + " up to date", address, failure);
                }
            }
            String message = e.getMessage() == null ? "no message" : e.getMessage();
            throw new StoreException(
                    "bring the schema " + place + " up to date",
                    message.strip().replaceAll("\\s*\\R\\s*", " ") + " (" + address + ")",
                    "was the database made by another version of this program, or by another program?",
                    false,
                    e);
        }
    }
}
