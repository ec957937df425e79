package trifecta.console;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands each second's news to every page that is open. A page gets the whole overview once and then every second's news, none
 * missing between them; a page that cannot follow is let go, it comes back and gets the whole. Safe for any thread.
 */
final class LiveHub {
    private final int clientsMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<LiveClient> clients = new HashSet<>();
    private String whole = "";
    private long refused;
    private long letGo;

    LiveHub(int clientsMax) {
        this.clientsMax = clientsMax;
    }

    /** A second's news, and the whole overview that includes them. */
    void publish(String newWhole, String second) {
        lock.lock();
        try {
            whole = newWhole;
            int before = clients.size();
            clients.removeIf(client -> !client.offer(second));
            letGo += before - clients.size();
        } finally {
            lock.unlock();
        }
    }

    /** The whole overview; empty before the first second. */
    String whole() {
        lock.lock();
        try {
            return whole;
        } finally {
            lock.unlock();
        }
    }

    /** A new page, or nothing when too many are open. */
    Optional<LiveClient> join() {
        lock.lock();
        try {
            if (clients.size() >= clientsMax) {
                refused++;
                return Optional.empty();
            }
            LiveClient client = new LiveClient(whole);
            clients.add(client);
            return Optional.of(client);
        } finally {
            lock.unlock();
        }
    }

    void leave(LiveClient client) {
        lock.lock();
        try {
            clients.remove(client);
        } finally {
            lock.unlock();
        }
    }

    /** What there is to say of the pages that are open. */
    Counts counts() {
        lock.lock();
        try {
            return new Counts(clients.size(), refused, letGo);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Figures for the console's own status.
     *
     * @param open pages that are open
     * @param refused pages refused because too many were open
     * @param letGo pages that could not follow
     */
    record Counts(int open, long refused, long letGo) {}
}
