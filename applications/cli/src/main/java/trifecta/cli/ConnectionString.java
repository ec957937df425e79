package trifecta.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import trifecta.service.OperatingException;
import trifecta.store.DatabaseAddress;

/**
 * Where a database is, as psql or JDBC writes it.
 *
 * @param url for JDBC, without user and password where they were given apart
 */
public record ConnectionString(String url, Properties credentials) {
    private static final String JDBC = "jdbc:";

    /** User information up to the last {@code @}, hosts with ports, database, parameters. */
    private static final Pattern LIBPQ = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^/]*)@)?(?<hosts>[^/?#@]+)(?:/(?<database>[^/?#@]*))?(?:\\?(?<parameters>.*))?");

    private static final Pattern HOSTS = Pattern.compile(
            "(?:[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?(?:,(?:[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?)*");

    /**
     * A connection string that was given on the command line.
     *
     * @param text {@code jdbc:postgresql://…} as it is, or {@code postgresql://user:password@host:port/database?…}
     * @throws OperatingException when it is neither; without a word of it, it may hold a password
     */
    public static ConnectionString parse(String text) {
        Properties credentials = new Properties();
        if (text.startsWith(JDBC)) {
            return checked(text, credentials);
        }
        Matcher parts = LIBPQ.matcher(text);
        if (!parts.matches() || !HOSTS.matcher(parts.group("hosts")).matches()) {
            throw notOne();
        }
        String user = parts.group("user");
        if (user != null) {
            int colon = user.indexOf(':');
            credentials.setProperty("user", decode(colon < 0 ? user : user.substring(0, colon)));
            if (colon >= 0) {
                credentials.setProperty("password", decode(user.substring(colon + 1)));
            }
        }
        String database = parts.group("database") == null ? "" : parts.group("database");
        String parameters = parts.group("parameters") == null ? "" : "?" + parts.group("parameters");
        return checked(JDBC + "postgresql://" + parts.group("hosts") + "/" + database + parameters, credentials);
    }

    private static ConnectionString checked(String url, Properties credentials) {
        if (!new Driver().acceptsURL(url)) {
            throw notOne();
        }
        return new ConnectionString(url, credentials);
    }

    private static OperatingException notOne() {
        return new OperatingException(
                "read the connection string",
                "it is not like postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
                "`trifecta url production` prints one");
    }

    /** Connects with what the driver has by default. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, credentials);
    }

    /** The same for the store's readers. What stands in the URL's parameters comes before what stands apart. */
    public DatabaseAddress address() {
        return new DatabaseAddress(
                url,
                credentials.getProperty("user", System.getProperty("user.name", "")),
                credentials.getProperty("password", ""));
    }

    /** Without the password. */
    @Override
    public String toString() {
        int secrets = url.indexOf('?');
        return secrets < 0 ? url : url.substring(0, secrets);
    }

    /** Percent signs that encode nothing stand for themselves. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
