package trifecta.console;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * While the console listens on loopback it answers to loopback's names alone: a foreign site whose name was made to point here
 * (DNS rebinding) gets nothing. On another address the operator decided who may read, and any name will do.
 */
record HostGuard(boolean loopbackOnly) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static HostGuard of(InetAddress address) {
        return new HostGuard(address.isLoopbackAddress());
    }

    boolean accepts(@Nullable String host) {
        if (!loopbackOnly) {
            return true;
        }
        return host != null && LOOPBACK.contains(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
    }
}
