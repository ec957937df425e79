package trifecta.store.postgres;

import java.sql.SQLException;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Says in words what PostgreSQL says in codes (SQLSTATE, appendix A of its manual). */
public final class Failures {
    private Failures() {}

    /**
     * @param operation what was tried
     */
    public static StoreException of(String operation, DatabaseAddress address, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String facts = facts(failure) + " (" + address + ")";
        return switch (state) {
            case "28P01", "28000" -> lasting(operation, facts, "check the user and the password", failure);
            case "3D000" -> lasting(operation, facts, "create the database or correct its name", failure);
            case "42501", "25006" ->
                lasting(operation, facts, "the user lacks the right: use the database's owner, or grant it", failure);
            case "42P01", "3F000" ->
                passing(
                        operation,
                        facts,
                        "the database is not set up yet: its writer does that when it starts",
                        failure);
            case "53100" -> passing(operation, facts, "the server's disk is full: make room", failure);
            case "53300" ->
                passing(operation, facts, "all connections are taken: end some, or raise max_connections", failure);
            case "55P03", "57014", "25P03" ->
                passing(operation, facts, "another transaction holds it: it ends by its own timeout", failure);
            default -> ofClass(state, operation, facts, failure);
        };
    }

    /** Whether a row with this key is there already. */
    public static boolean isConflict(SQLException failure) {
        return "23505".equals(failure.getSQLState()) || "23P01".equals(failure.getSQLState());
    }

    /** Whether the server or the way to it is in trouble (its disk is full, it restarts), and the question may be right. */
    public static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    /** Whether a lock could not be had in time. */
    public static boolean isLockTimeout(SQLException failure) {
        return "55P03".equals(failure.getSQLState());
    }

    /** Whether a statement took longer than it may. */
    public static boolean isTooSlow(StoreException failure) {
        return failure.getCause() instanceof SQLException cause && "57014".equals(cause.getSQLState());
    }

    /** Whether the relation is there already. */
    public static boolean isDuplicateRelation(SQLException failure) {
        return "42P07".equals(failure.getSQLState());
    }

    private static StoreException ofClass(String state, String operation, String facts, SQLException failure) {
        String sqlClass = state.length() < 2 ? "" : state.substring(0, 2);
        return switch (sqlClass) {
            case "08" -> passing(operation, facts, "is PostgreSQL up there?", failure);
            case "57" -> passing(operation, facts, "the server ended the connection; it can be asked again", failure);
            case "40", "53" -> passing(operation, facts, "it can be tried again", failure);
            default -> lasting(operation, facts + ", SQLSTATE " + state, "see the server's log", failure);
        };
    }

    private static String facts(SQLException failure) {
        String message = failure.getMessage() == null ? "no message" : failure.getMessage();
        int firstLine = message.indexOf('\n');
        return firstLine < 0 ? message : message.substring(0, firstLine);
    }

    private static StoreException passing(String operation, String facts, String hint, SQLException cause) {
        return new StoreException(operation, facts, hint, true, cause);
    }

    private static StoreException lasting(String operation, String facts, String hint, SQLException cause) {
        return new StoreException(operation, facts, hint, false, cause);
    }
}
