package trifecta.cli.pitr;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import trifecta.service.OperatingException;

/**
 * Reads a restored server from end to end: every row of every table, so that the server checks every page's checksum, every table and
 * B-tree index by PostgreSQL's own amcheck where it is installed, and production's head against its list of commits.
 */
final class Soundness {
    private static final String OPERATION = "verify the restored server";
    private static final String TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm')"
            + " AND relpersistence = 'p' AND relnamespace <> 'pg_toast'::regnamespace ORDER BY 1";
    private static final String INDEXES = "SELECT i.indexrelid::regclass::text FROM pg_index i"
            + " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            + " WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.relpersistence = 'p' AND i.indisvalid ORDER BY 1";

    private final FencedServer server;
    private long rows;
    private int tables;
    private int indexes;
    private boolean checksums;
    private boolean checked = true;
    private String head = "";

    Soundness(FencedServer server) {
        this.server = server;
    }

    /**
     * Reads everything.
     *
     * @return what was looked at, in words
     * @throws OperatingException when something cannot be read or is not as it must be
     */
    String look() {
        try {
            for (String database : databases()) {
                try (Connection connection = server.connect(database)) {
                    look(connection);
                }
            }
            return "%,d rows of %d tables read, page checksums %s, %s%s"
                    .formatted(
                            rows,
                            tables,
                            checksums ? "right" : "off",
                            checked ? "tables and %d indexes checked".formatted(indexes) : "no amcheck here",
                            head);
        } catch (SQLException e) {
            throw new OperatingException(
                    OPERATION, String.valueOf(e.getMessage()), "this backup is not to be relied on: take another", e);
        }
    }

    private List<String> databases() throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            return texts(connection, "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate");
        }
    }

    private void look(Connection connection) throws SQLException {
        checksums = "on".equals(texts(connection, "SHOW data_checksums").getFirst());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET enable_indexscan = off");
            statement.execute("SET enable_indexonlyscan = off");
            statement.execute("SET enable_bitmapscan = off");
        }
        boolean amcheck = !texts(connection, "SELECT name FROM pg_available_extensions WHERE name = 'amcheck'")
                .isEmpty();
        checked &= amcheck;
        if (amcheck) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS amcheck"); // in a copy that is thrown away
            }
        }
        for (String table : texts(connection, TABLES)) {
            rows += Long.parseLong(
                    texts(connection, "SELECT count(*) FROM " + table).getFirst());
            tables++;
            if (amcheck) {
                requireNone(texts(
                        connection,
                        "SELECT format('block %s of " + table.replace("'", "''") + ": %s', blkno, msg)"
                                + " FROM verify_heapam('" + table.replace("'", "''")
                                + "', check_toast => true) LIMIT 1"));
            }
        }
        if (amcheck) {
            for (String index : texts(connection, INDEXES)) {
                var _ = texts(connection, "SELECT bt_index_check('" + index.replace("'", "''") + "')::text");
                indexes++;
            }
        }
        if (!texts(connection, "SELECT 1 FROM pg_tables WHERE schemaname = 'store' AND tablename = 'head'")
                .isEmpty()) {
            lookAtHead(connection);
        }
    }

    private void lookAtHead(Connection connection) throws SQLException {
        String batch = texts(connection, "SELECT batch::text FROM store.head").getFirst();
        String listed = texts(connection, "SELECT coalesce(max(batch), 0)::text FROM store.batches")
                .getFirst();
        if (!batch.equals(listed)) {
            throw new OperatingException(
                    OPERATION,
                    "production's head is at batch " + batch + ", its list ends with " + listed,
                    "this backup is not to be relied on: take another");
        }
        head = ", head at batch " + batch;
    }

    private static void requireNone(List<String> corruption) {
        if (!corruption.isEmpty()) {
            throw new OperatingException(
                    OPERATION, corruption.getFirst(), "this backup is not to be relied on: take another");
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(String.valueOf(row.getString(1)));
            }
        }
        return texts;
    }
}
