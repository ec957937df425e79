package trifecta.cli.postgres;

import java.util.List;

/**
 * The memory and log space of a server, small enough for four of them on one machine.
 *
 * @param sharedBuffers PostgreSQL's own cache
 * @param walMax log between two checkpoints; more of it makes fewer full-page images
 */
public record PostgresSize(String sharedBuffers, String walMax) {
    /** A gatherer's: written once, read once soon after. */
    public static final PostgresSize GATHERER = new PostgresSize("64MB", "1GB");

    /** Production: the tails of all markets' indexes stay in memory. */
    public static final PostgresSize PRODUCTION = new PostgresSize("256MB", "2GB");

    List<String> settings() {
        return List.of("shared_buffers=" + sharedBuffers, "max_wal_size=" + walMax);
    }
}
