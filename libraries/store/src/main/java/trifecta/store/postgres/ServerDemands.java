package trifecta.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** What a server must be for a store to trust it: a commit that is lost by a power cut is silent loss. */
public final class ServerDemands {
    /** The first with UNIQUE NULLS NOT DISTINCT. */
    private static final int VERSION_MIN = 150_000;

    private ServerDemands() {}

    public static void check(Connection connection, DatabaseAddress address) throws StoreException {
        try (Statement statement = connection.createStatement()) {
            demand(statement, address, "fsync", List.of("on"));
            demand(statement, address, "full_page_writes", List.of("on"));
            demand(statement, address, "synchronous_commit", List.of("on", "remote_apply"));
            demand(statement, address, "server_encoding", List.of("UTF8"));
            int version = Integer.parseInt(setting(statement, "server_version_num"));
            if (version < VERSION_MIN) {
                throw refusal(address, "PostgreSQL " + version / 10_000, "use PostgreSQL 15 or later");
            }
            connection.commit();
        } catch (SQLException e) {
            throw Failures.of("check the server's settings", address, e);
        }
    }

    private static void demand(Statement statement, DatabaseAddress address, String name, List<String> allowed)
            throws SQLException, StoreException {
        String value = setting(statement, name);
        if (!allowed.contains(value)) {
            String hint = name.equals("server_encoding")
                    ? "create the database with ENCODING 'UTF8'"
                    : "set " + name + " = on in postgresql.conf and reload: commits must survive a power cut";
            throw refusal(address, name + " is " + value, hint);
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private static StoreException refusal(DatabaseAddress address, String facts, String hint) {
        return new StoreException("check the server's settings", facts + " (" + address + ")", hint, false, null);
    }
}
