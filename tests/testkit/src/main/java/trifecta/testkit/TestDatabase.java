package trifecta.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database of a {@link TestPostgres}, empty when made. */
public record TestDatabase(String url, String user, String password) {

    /** A new connection of the test's own. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }
}
