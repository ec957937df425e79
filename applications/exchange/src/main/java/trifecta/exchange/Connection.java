package trifecta.exchange;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import trifecta.market.Times;

/** One WebSocket connection: its queue, its subscriptions, its line. Owned by the sequencer. */
final class Connection {
    /** Pings without a pong: more than any client has that is not let go for its silence, even after a long stall. */
    static final int PINGS_OPEN_MAX = 1_000;

    private final int number;
    private final Line line;
    private final Channel channel;
    private final Outbox outbox;
    private final Map<Integer, Subscription> subscriptions = new TreeMap<>();
    private final Map<Market, Long> lastStamps = new HashMap<>();
    private final TokenBucket commands;
    /** Of thousands only those that are owed something are looked at. */
    private final Set<Subscription> inCare = new LinkedHashSet<>();

    private int lastSid;
    private long sent;
    private long stalledUntilMicros;
    private long lastPingMicros;
    private final ArrayDeque<Long> pingedIndexes = new ArrayDeque<>();
    private long lastPongMicros;
    private int refusal;
    private long noPingBeforeMicros = Long.MIN_VALUE;
    private boolean halfOpen;

    /**
     * @param number of the exchange's life, from 1
     * @param commands what its commands cost
     */
    Connection(int number, Line line, Channel channel, long queueBytes, TokenBucket commands, long nowMicros) {
        this.number = number;
        this.line = line;
        this.channel = channel;
        this.outbox = new Outbox(channel, queueBytes);
        this.commands = commands;
        this.lastPingMicros = nowMicros;
        this.lastPongMicros = nowMicros;
    }

    int number() {
        return number;
    }

    Line line() {
        return line;
    }

    Channel channel() {
        return channel;
    }

    Outbox outbox() {
        return outbox;
    }

    Map<Integer, Subscription> subscriptions() {
        return subscriptions;
    }

    List<Subscription> subscriptionsTo(trifecta.protocol.Channel wanted) {
        List<Subscription> found = new ArrayList<>();
        for (Subscription each : subscriptions.values()) {
            if (each.channel() == wanted && !each.hasEnded()) {
                found.add(each);
            }
        }
        return found;
    }

    /** The subscription is owed a snapshot or the word of its end. */
    void care(Subscription subscription) {
        inCare.add(subscription);
    }

    Set<Subscription> inCare() {
        return inCare;
    }

    int nextSid() {
        return ++lastSid;
    }

    /** Messages put into its queue. */
    long sent() {
        return sent;
    }

    void countSent() {
        sent++;
    }

    TokenBucket commands() {
        return commands;
    }

    /** The time that this connection sees on a delta. */
    long stamp(Market market, long micros, long jitterMicros) {
        return switch (line.stamps()) {
            case PLAIN, MILLIS, NONE -> micros;
            case OFFSET -> micros == Times.ABSENT ? micros : micros + line.stampOffsetMicros();
            case JITTER -> micros == Times.ABSENT ? micros : lastStamps.merge(market, micros + jitterMicros, Math::max);
        };
    }

    /** Nothing is written and nothing is read until then. */
    void stall(long untilMicros) {
        stalledUntilMicros = untilMicros;
        outbox.hold();
        channel.config().setAutoRead(false);
    }

    /** Until then nothing is written, and the queue counts as full: the client reads too slowly. */
    void slow(long untilMicros) {
        stalledUntilMicros = untilMicros;
        outbox.holdAsFull();
    }

    /** From now on nothing comes from us and nothing that comes is heard; the socket stays open until the client closes it. */
    void halfOpen() {
        stalledUntilMicros = Long.MAX_VALUE;
        halfOpen = true;
        outbox.hold();
    }

    boolean isHalfOpen() {
        return halfOpen;
    }

    /** No ping is sent until then, and no pong expected. */
    void unpinged(long untilMicros) {
        noPingBeforeMicros = untilMicros;
        lastPongMicros = Math.max(lastPongMicros, untilMicros);
    }

    void endStallIfDue(long nowMicros) {
        if (outbox.isHolding() && nowMicros >= stalledUntilMicros) {
            outbox.resume();
            channel.config().setAutoRead(true);
        }
    }

    /** Whether a ping is due; notes it as sent, after {@code index} events. */
    boolean pingDue(long nowMicros, long everyMicros, long index) {
        if (nowMicros - lastPingMicros < everyMicros || nowMicros < noPingBeforeMicros) {
            return false;
        }
        lastPingMicros = nowMicros;
        pingedIndexes.addLast(index);
        return true;
    }

    /**
     * A pong. A client answers pings in their order, and none may be trusted to have read more than the oldest one that is open says.
     *
     * @return the last event before that ping: it has been read; none when no ping is open
     */
    Optional<Long> ponged(long nowMicros) {
        Optional<Long> answered = Optional.ofNullable(pingedIndexes.pollFirst());
        if (answered.isPresent()) {
            lastPongMicros = nowMicros;
        }
        return answered;
    }

    /** Whether so many pings are open that no more can be kept in mind: the client has to go. */
    boolean answersTooLittle() {
        return pingedIndexes.size() >= PINGS_OPEN_MAX;
    }

    long lastPongMicros() {
        return lastPongMicros;
    }

    /** The next command is refused with this error; 0: it is not. */
    int takeRefusal() {
        int code = refusal;
        refusal = 0;
        return code;
    }

    void refuseNext(int code) {
        refusal = code;
    }
}
