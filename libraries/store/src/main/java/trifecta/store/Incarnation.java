package trifecta.store;

import java.util.UUID;

/**
 * One life of a gatherer's database. A restored or rebuilt database is another one; a copied volume is not told apart by this
 * (its anchor tells).
 *
 * @param uuid given to the database when it was made
 * @param systemIdentifier of its server, given by initdb
 * @param timeline of its server, rising with each recovery to an earlier time
 */
public record Incarnation(UUID uuid, long systemIdentifier, int timeline) {
    /** Before anything was read. */
    public static final Incarnation NONE = new Incarnation(new UUID(0, 0), 0, 0);
}
