package trifecta.store;

import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** Test databases as addresses. */
public final class Addresses {
    private Addresses() {}

    public static DatabaseAddress fresh(String purpose) {
        return of(TestPostgres.shared().database(purpose));
    }

    public static DatabaseAddress of(TestDatabase database) {
        return new DatabaseAddress(database.url(), database.user(), database.password());
    }
}
