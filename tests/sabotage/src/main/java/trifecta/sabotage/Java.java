package trifecta.sabotage;

import java.nio.file.Files;
import java.nio.file.Path;

/** The virtual machine and the class path on which this process runs itself. */
final class Java {
    private Java() {}

    static String executable() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }

    /** Shared with the launcher, so that PostgreSQL is unpacked once. */
    static Path cache() {
        String named = System.getProperty("trifecta.cache", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path up = start; up != null; up = up.getParent()) {
            if (Files.exists(up.resolve("trifecta"))) {
                return up.resolve(".cache");
            }
        }
        return start.resolve("target/cache");
    }

    static String classPath() {
        return System.getProperty("java.class.path", "");
    }
}
