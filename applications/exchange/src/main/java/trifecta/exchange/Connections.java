package trifecta.exchange;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import trifecta.service.status.Counters;

/** The open connections and who listens to what. Owned by the sequencer. */
@SuppressWarnings("FutureReturnValueIgnored") // a socket's failure shows as its end
final class Connections {
    /** How long a client may take to close its side after ours. */
    private static final int LINGER_SECONDS = 5;

    /** How long a client may take to read what waits for it. */
    private static final int DRAIN_SECONDS_MAX = 30;

    private static final int CLOSE_STATUS = 1001;
    private static final byte[] HEARTBEAT = "heartbeat".getBytes(StandardCharsets.US_ASCII);

    private final ExchangeRecord record;
    private final Counters<Counts> counters;
    private final ExchangeLimits limits;
    private final Map<Integer, Connection> open = new LinkedHashMap<>();
    private final Map<Integer, String> leaving = new LinkedHashMap<>();
    private final Map<trifecta.protocol.Channel, List<Subscription>> toEveryMarket =
            new EnumMap<>(trifecta.protocol.Channel.class);
    private int lastNumber;

    Connections(ExchangeRecord record, Counters<Counts> counters, ExchangeLimits limits) {
        this.record = record;
        this.counters = counters;
        this.limits = limits;
    }

    Collection<Connection> all() {
        return open.values();
    }

    List<Connection> ofLine(int line) {
        List<Connection> found = new ArrayList<>();
        for (Connection each : open.values()) {
            if (each.line().number() == line) {
                found.add(each);
            }
        }
        return found;
    }

    /** The subscriptions that name no market. */
    List<Subscription> toEveryMarket(trifecta.protocol.Channel channel) {
        return toEveryMarket.computeIfAbsent(channel, any -> new ArrayList<>());
    }

    Connection open(Line line, Channel channel, long index, long nowMicros) {
        TokenBucket commands = new TokenBucket(limits.commandsPerSecond(), limits.commandBurst(), nowMicros);
        Connection connection = new Connection(++lastNumber, line, channel, limits.queueBytes(), commands, nowMicros);
        open.put(connection.number(), connection);
        counters.increment(Counts.CONNECTIONS);
        record.opened(index, nowMicros, connection);
        return connection;
    }

    boolean isOpen(Connection connection) {
        return open.containsKey(connection.number());
    }

    /** The socket is gone, whoever closed it. */
    void gone(Connection connection, String reason, long index, long nowMicros) {
        forget(connection);
        String known = leaving.remove(connection.number());
        record.closed(index, nowMicros, connection, known == null ? reason : known);
        connection.outbox().release();
    }

    boolean everyoneIsGone() {
        return open.isEmpty() && leaving.isEmpty();
    }

    /** Resets the socket: what is still on its way is lost. */
    void reset(Connection connection, String reason) {
        forget(connection);
        leaving.put(connection.number(), reason);
        Channel channel = connection.channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /**
     * Closes a connection so that everything enqueued still arrives: a close frame behind it, then the end of our side, and the socket only
     * when the client has closed its own or took too long.
     */
    void closeOrderly(Connection connection, String reason, long index) {
        forget(connection);
        leaving.put(connection.number(), reason);
        Channel channel = connection.channel();
        connection.outbox().close(CLOSE_STATUS, reason.getBytes(StandardCharsets.UTF_8), index);
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
        connection.outbox().handOverLast().addListener(written -> {
            ((DuplexChannel) channel).shutdownOutput();
            channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        });
    }

    /** Ends stalls, pings, and lets go of clients that answer no ping. */
    void tend(long index, long nowMicros) {
        for (Connection each : List.copyOf(open.values())) {
            each.endStallIfDue(nowMicros);
            if (each.pingDue(nowMicros, limits.pingEveryMicros(), index)) {
                each.outbox().ping(HEARTBEAT, index);
            }
            boolean silent = nowMicros - each.lastPongMicros() > limits.pongWithinMicros()
                    && !each.outbox().isHolding();
            if (silent || each.answersTooLittle()) {
                reset(each, "no pong");
            }
        }
    }

    void flush() {
        for (Connection each : open.values()) {
            each.outbox().flush();
        }
    }

    void listen(Subscription subscription, Market market) {
        market.listen(subscription);
    }

    void stopListening(Subscription subscription, Market market) {
        market.stopListening(subscription);
    }

    /** Ends a subscription: nothing is meant for it from now on. */
    void end(Subscription subscription) {
        subscription.end();
        toEveryMarket(subscription.channel()).remove(subscription);
        subscription.markets().forEach(market -> stopListening(subscription, market));
    }

    private void forget(Connection connection) {
        if (open.remove(connection.number()) != null) {
            connection.subscriptions().values().forEach(this::end);
        }
    }
}
