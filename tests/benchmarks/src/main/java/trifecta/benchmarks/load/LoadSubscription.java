package trifecta.benchmarks.load;

import java.util.LinkedHashSet;
import java.util.Set;

/** Markets under one sid of one connection. Guarded by the connection's lock. */
final class LoadSubscription {
    final LoadConnection connection;
    final int sid;
    final String channel;
    final Set<String> markets = new LinkedHashSet<>();

    /** Of the last message; 0 before the first. */
    long seq;

    LoadSubscription(LoadConnection connection, int sid, String channel) {
        this.connection = connection;
        this.sid = sid;
        this.channel = channel;
    }
}
