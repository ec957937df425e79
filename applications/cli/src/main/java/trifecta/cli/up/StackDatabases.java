package trifecta.cli.up;

import java.nio.file.Path;
import trifecta.cli.postgres.PostgresServer;
import trifecta.service.OperatingException;
import trifecta.service.Suggestion;

/** Where the databases of a stack on this machine are, as its data folder tells. */
public final class StackDatabases {
    private StackDatabases() {}

    /**
     * The address of a database as psql and notebooks take it, password included.
     *
     * @param data the data folder
     * @param name production, gatherer-1, ...
     * @throws OperatingException when nothing was started there, or no such database
     */
    public static String connectionString(Path data, String name) {
        StackDescription places = StackDescription.read(data)
                .orElseThrow(() -> new OperatingException(
                        "find the databases", "nothing was started in " + data, "`trifecta up` starts everything"));
        Integer port = places.databases().get(name);
        if (port == null) {
            throw new OperatingException(
                    "find the database " + name,
                    "there are " + String.join(", ", places.databases().keySet()),
                    Suggestion.nearest(name, places.databases().keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse(""));
        }
        KeyPairs keys = new KeyPairs(DataFolder.of(data).keys());
        return PostgresServer.connectionString(port, keys.storedPassword());
    }
}
