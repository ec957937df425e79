package trifecta.cli.up;

import java.nio.file.Path;

/** Where the launcher keeps what can be made again: unpacked software, archives of classes. */
public final class CacheFolder {
    private CacheFolder() {}

    /** As the launcher says it by {@code -Dtrifecta.cache}. */
    public static Path path() {
        return Path.of(System.getProperty("trifecta.cache", ".cache")).toAbsolutePath();
    }
}
