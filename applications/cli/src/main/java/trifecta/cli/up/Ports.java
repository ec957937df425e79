package trifecta.cli.up;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import trifecta.service.OperatingException;

/** Ports on loopback: the same as in the last run where they are free, so that addresses once noted stay good. */
public final class Ports {
    private final Map<String, Integer> earlier;
    private final Set<Integer> given = new HashSet<>();

    /** With those of the last run, by name. */
    public Ports(Map<String, Integer> earlier) {
        this.earlier = earlier;
    }

    /** A free port for a name. */
    public int choose(String name) {
        Integer before = earlier.get(name);
        if (before != null && before != 0 && !given.contains(before) && free(before)) { // 0 would be any port
            given.add(before);
            return before;
        }
        while (true) {
            int port = bound(0);
            if (given.add(port)) {
                return port;
            }
        }
    }

    /** A port that somebody asked for. */
    int demand(String what, int port, String hint) {
        if (!free(port) || !given.add(port)) {
            throw new OperatingException("start the " + what, "port " + port + " is in use", hint);
        }
        return port;
    }

    private static boolean free(int port) {
        try {
            bound(port);
            return true;
        } catch (OperatingException e) {
            if (e.getCause() instanceof BindException) {
                return false;
            }
            throw e;
        }
    }

    private static int bound(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new OperatingException("find a free port", e.toString(), "", e);
        }
    }
}
