package trifecta.feed;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;

/** The open connections of the boot: their subscriptions and the commands that were sent and not yet answered. */
final class Connections {
    /** Commands of one connection that may wait for an answer; the gatherer has fewer than ten under way. */
    private static final int PENDING_MAX = 1_000;

    static final class Connection {
        final int number;
        final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();
        final LinkedHashMap<Long, Command> pending = new LinkedHashMap<>();

        Connection(int number) {
            this.number = number;
        }

        void sent(Command command) {
            pending.put(command.id(), command);
            if (pending.size() > PENDING_MAX) {
                pending.pollFirstEntry();
            }
        }

        /** The command that an answer names, which is answered by it. */
        Optional<Command> answered(long id) {
            return Optional.ofNullable(pending.remove(id));
        }

        /** The command that an answer names; a subscription to several channels is answered once for each. */
        Optional<Command> answering(long id) {
            return Optional.ofNullable(pending.get(id));
        }
    }

    private final Map<Integer, Connection> byNumber = new LinkedHashMap<>();
    private final Map<String, FirstNumber> firstNumbers = new HashMap<>();
    private @Nullable Subscription last;

    Connection connection(int number) {
        return byNumber.computeIfAbsent(number, Connection::new);
    }

    /** The subscription, or nothing where none has been acknowledged or seen. */
    @Nullable Subscription find(int connection, int sid) {
        Subscription recent = last;
        if (recent != null && recent.connection == connection && recent.sid == sid) {
            return recent;
        }
        Connection found = byNumber.get(connection);
        Subscription subscription = found == null ? null : found.subscriptions.get(sid);
        if (subscription != null) {
            last = subscription;
        }
        return subscription;
    }

    /** A subscription that begins now, in the place of one with the same number. */
    Subscription begin(int connection, int sid, String channel) {
        Subscription subscription =
                new Subscription(connection, sid, channel, new SequenceTracker(firstNumber(channel)));
        connection(connection).subscriptions.put(sid, subscription);
        last = subscription;
        return subscription;
    }

    /** Forgets a connection that has ended. */
    void close(int number) {
        byNumber.remove(number);
        last = null;
    }

    void clear() {
        byNumber.clear();
        firstNumbers.clear();
        last = null;
    }

    Iterable<Connection> all() {
        return byNumber.values();
    }

    private FirstNumber firstNumber(String channel) {
        return firstNumbers.computeIfAbsent(channel, unknown -> new FirstNumber());
    }

    void save(CheckpointWriter out) {
        out.number(firstNumbers.size());
        firstNumbers.forEach((channel, first) -> {
            out.text(channel);
            out.number(first.learned());
        });
        out.number(byNumber.size());
        for (Connection connection : byNumber.values()) {
            out.number(connection.number);
            out.number(connection.pending.size());
            for (Command command : connection.pending.values()) {
                out.text(new String(CommandCodec.encode(command), StandardCharsets.UTF_8));
            }
            out.number(connection.subscriptions.size());
            for (Subscription subscription : connection.subscriptions.values()) {
                save(subscription, out);
            }
        }
    }

    private static void save(Subscription subscription, CheckpointWriter out) {
        out.number(subscription.sid);
        out.text(subscription.channel);
        out.flag(subscription.ended);
        subscription.tracker.save(out);
        out.number(subscription.markets().size());
        for (MarketState market : subscription.markets()) {
            market.save(out);
        }
    }

    /** Restores connections and, through {@code markets}, the books that they feed. */
    void restore(CheckpointReader in, Markets markets) {
        for (int left = in.count(); left > 0; left--) {
            firstNumbers.put(in.text(), new FirstNumber(in.integer()));
        }
        for (int connections = in.count(); connections > 0; connections--) {
            Connection connection = connection(in.integer());
            for (int left = in.count(); left > 0; left--) {
                byte[] text = in.text().getBytes(StandardCharsets.UTF_8);
                connection.sent(CommandCodec.decode(text, 0, text.length));
            }
            for (int left = in.count(); left > 0; left--) {
                restoreSubscription(in, connection, markets);
            }
        }
    }

    private void restoreSubscription(CheckpointReader in, Connection connection, Markets markets) {
        int sid = in.integer();
        String channel = in.text();
        boolean ended = in.flag();
        SequenceTracker tracker = SequenceTracker.restore(in, firstNumber(channel));
        Subscription subscription = new Subscription(connection.number, sid, channel, tracker);
        subscription.ended = ended;
        connection.subscriptions.put(sid, subscription);
        for (int left = in.count(); left > 0; left--) {
            markets.restore(in, subscription);
        }
    }
}
