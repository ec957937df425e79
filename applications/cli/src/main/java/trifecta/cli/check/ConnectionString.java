package trifecta.cli.check;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where a database is, as psql or JDBC writes it.
 *
 * @param url for JDBC, without user and password where they were given apart
 */
record ConnectionString(String url, Properties credentials) {
    private static final String JDBC = "jdbc:";

    /**
     * @param text {@code jdbc:postgresql://…} as it is, or {@code postgresql://user:password@host:port/database?…}
     */
    static ConnectionString parse(String text) {
        Properties credentials = new Properties();
        if (text.startsWith(JDBC)) {
            return new ConnectionString(text, credentials);
        }
        URI uri = URI.create(text.replaceFirst("^postgres:", "postgresql:"));
        String user = uri.getRawUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            credentials.setProperty("user", decode(colon < 0 ? user : user.substring(0, colon)));
            if (colon >= 0) {
                credentials.setProperty("password", decode(user.substring(colon + 1)));
            }
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new ConnectionString(
                JDBC + "postgresql://" + uri.getHost() + port + uri.getRawPath() + query, credentials);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, credentials);
    }

    /** Without the password. */
    @Override
    public String toString() {
        int secrets = url.indexOf('?');
        return secrets < 0 ? url : url.substring(0, secrets);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
