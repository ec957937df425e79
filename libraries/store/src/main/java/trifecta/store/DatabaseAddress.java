package trifecta.store;

/**
 * Where a database is and who asks.
 *
 * @param url JDBC form, {@code jdbc:postgresql://host:port/database}
 * @param password never printed
 */
public record DatabaseAddress(String url, String user, String password) {
    private static final String PREFIX = "jdbc:postgresql:";

    public DatabaseAddress {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a database URL begins with " + PREFIX + ": " + url);
        }
    }

    /** The URL without parameters, since these may hold secrets. */
    public String place() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    @Override
    public String toString() {
        return user + " at " + place();
    }
}
