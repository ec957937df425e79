package trifecta.cli.pitr;

import java.util.Properties;
import org.postgresql.Driver;
import trifecta.cli.ConnectionString;
import trifecta.service.OperatingException;
import trifecta.service.Secret;
import trifecta.store.DatabaseAddress;

/**
 * Who looks into a restored server, and into which of its databases. Users and passwords are part of a backup: it is the login of the
 * time at which it was taken.
 */
public record Login(String user, Secret password, String database) {
    /** That of a connection string. */
    public static Login of(ConnectionString production) {
        Properties parsed = Driver.parseURL(production.url(), production.credentials());
        if (parsed == null) {
            throw new OperatingException(
                    "read the connection string",
                    "the driver does not take it",
                    "`trifecta url production` prints one");
        }
        DatabaseAddress address = production.address();
        String user = parsed.getProperty("user", address.user());
        return new Login(
                user,
                Secret.of(parsed.getProperty("password", address.password())),
                parsed.getProperty("PGDBNAME", user));
    }

    DatabaseAddress at(int port) {
        return at(port, database);
    }

    DatabaseAddress at(int port, String other) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + other, user, password.reveal());
    }
}
