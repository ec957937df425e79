package trifecta.gatherer;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.feed.ErrorCode;
import trifecta.feed.FrameHash;
import trifecta.feed.SequenceTracker;
import trifecta.market.Lifecycle;
import trifecta.protocol.Command;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.Message;

/**
 * What the subscriptions of one open connection hear and say: frames go to the subscription that they name, and its next command
 * comes back. Without I/O of its own; single-threaded (its {@link ExchangeLink} holds a lock). Times are monotonic nanoseconds.
 */
final class ConnectionControl {
    private static final Logger log = LoggerFactory.getLogger(ConnectionControl.class);

    /** Takes a command to the exchange. */
    interface Sender {
        void send(Command command);
    }

    /** Hears of markets that begin and end. */
    interface Announcements {
        void heard(Lifecycle lifecycle);

        /** Some may not have been heard. */
        void missed();
    }

    /**
     * First snapshots that one connection waits for before it asks for more markets: a few seconds of what a gatherer takes, and far
     * less than makes an exchange give up on a slow client.
     */
    private static final int AWAITED_MAX = 2_000;

    /** A connection on which nothing is to be done is looked at this often: verifications and questions fall due. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final String SNAPSHOT = "orderbook_snapshot";

    /** Names of types come again and again, those of markets seldom do here: deltas are not decoded. */
    private static final int NAMES_KEPT = 1 << 10;

    private final FrameDecoder decoder = new FrameDecoder(NAMES_KEPT);
    private final List<SubscriptionControl> subscriptions;
    private final CommandRate rate;
    private final Announcements announcements;
    private final Map<Integer, SubscriptionControl> bySid = new HashMap<>();
    private final Map<Long, SubscriptionControl> byCommand = new HashMap<>();
    private final Audit audit = new Audit();
    private long nextId = 1;
    private @Nullable String doubt;
    private int awaited;
    private boolean quiet;
    private long lookNanos;

    ConnectionControl(List<SubscriptionControl> subscriptions, CommandRate rate, Announcements announcements) {
        this.subscriptions = subscriptions;
        this.rate = rate;
        this.announcements = announcements;
    }

    /** A connection begins. */
    void connected(long nowNanos) {
        audit.begin(nowNanos);
        rate.begin(nowNanos);
        quiet = false;
    }

    /** The connection is gone. */
    void disconnected() {
        bySid.clear();
        byCommand.clear();
        doubt = null;
        subscriptions.forEach(SubscriptionControl::disconnected);
    }

    /** Why this connection cannot go on, or null: nobody knows any more what the exchange believes. */
    @Nullable String doubt() {
        return doubt;
    }

    /** Something about a subscription was changed from outside: it is to be looked at. */
    void stirred() {
        quiet = false;
    }

    /** Whether nothing is to be done now, as for most of the time. */
    boolean isQuiet(long nowNanos) {
        return quiet && nowNanos - lookNanos < 0;
    }

    /** Lets each subscription do what is due. */
    void advance(long nowNanos, Sender sender) {
        awaited = 0;
        for (SubscriptionControl subscription : subscriptions) {
            awaited += subscription.awaited();
        }
        quiet = true;
        lookNanos = nowNanos + LOOK_EVERY.toNanos();
        for (SubscriptionControl subscription : subscriptions) {
            advance(subscription, nowNanos, sender);
            quiet &= subscription.isQuiet();
        }
        if (audit.due(nowNanos)) {
            audit.asked(nextId, bySid.keySet(), nowNanos);
            say(new Command.ListSubscriptions(nextId++), sender);
        }
        audit.silence(nowNanos).ifPresent(silence -> doubt = silence);
    }

    private void advance(SubscriptionControl subscription, long nowNanos, Sender sender) {
        switch (subscription.next(nowNanos, nextId, allowance(nowNanos))) {
            case Step.Wait ignored -> {}
            case Step.Send send -> {
                byCommand.put(nextId++, subscription);
                awaited += CommandWords.newMarkets(send.command());
                say(send.command(), sender);
            }
            case Step.Reconnect reconnect -> doubt = reconnect.reason();
        }
    }

    private SubscriptionControl.Allowance allowance(long nowNanos) {
        if (!rate.allows(nowNanos)) {
            return SubscriptionControl.Allowance.NOTHING;
        }
        return awaited < AWAITED_MAX
                ? SubscriptionControl.Allowance.ANYTHING
                : SubscriptionControl.Allowance.NO_NEW_MARKETS;
    }

    private void say(Command command, Sender sender) {
        rate.sent();
        sender.send(command);
    }

    /** A frame came. */
    void frame(byte[] bytes, int offset, int length, long nowNanos, Sender sender) {
        audit.heard();
        Envelope envelope = decoder.envelope(bytes, offset, length);
        SubscriptionControl subscription = bySid.get(envelope.sid());
        boolean eventful = isEventful(envelope);
        if (subscription != null && envelope.isSequenced()) {
            long hash = FrameHash.of(bytes, offset, length);
            SequenceTracker.Outcome outcome = subscription.numbered(envelope.seq(), hash, nowNanos);
            if (outcome == SequenceTracker.Outcome.REPEAT) {
                return;
            }
            if (outcome != SequenceTracker.Outcome.IN_ORDER) {
                eventful = true;
                missed(subscription);
            }
        }
        if (!eventful) {
            return;
        }
        if (subscription != null && envelope.type().equals(SNAPSHOT)) {
            String market = decoder.market(bytes, offset, length);
            if (market != null && !subscription.lacks(market)) {
                // one that verifies: whether it can be used is the feed's to say, and then its book is uncertain
                subscription.snapshot(market, nowNanos);
                look(subscription, nowNanos, sender);
                return;
            }
        }
        Message message = decoder.decode(bytes, offset, length).message();
        judge(envelope, message, subscription, nowNanos);
        if (subscription != null && message instanceof Message.Snapshot) {
            look(subscription, nowNanos, sender);
            return;
        }
        if (message instanceof Message.Subscriptions listed) {
            compare(listed, nowNanos, sender);
        }
        advance(nowNanos, sender);
    }

    /** Snapshots come by the hundred thousand, and change nothing for other subscriptions. */
    private void look(SubscriptionControl subscription, long nowNanos, Sender sender) {
        if (!subscription.isWaiting()) {
            advance(subscription, nowNanos, sender);
            quiet &= subscription.isQuiet();
        }
    }

    private void missed(SubscriptionControl subscription) {
        if (subscription.isLifecycle()) {
            announcements.missed();
        }
    }

    /** Deltas, trades and tickers in order change nothing here, and they are nearly all frames. */
    private static boolean isEventful(Envelope envelope) {
        return switch (envelope.type()) {
            case "orderbook_delta", "trade", "ticker" -> false;
            default -> true;
        };
    }

    private void judge(Envelope envelope, Message message, @Nullable SubscriptionControl subscription, long nowNanos) {
        switch (message) {
            case Message.Snapshot snapshot -> {
                if (subscription != null) {
                    subscription.snapshot(snapshot.market(), nowNanos);
                }
            }
            case Message.LifecycleChange change -> announcements.heard(change.lifecycle());
            case Message.Subscribed subscribed -> {
                SubscriptionControl asking = byCommand.remove(envelope.id());
                if (asking != null) {
                    asking.subscribed(subscribed.sid(), nowNanos);
                    bySid.put(subscribed.sid(), asking);
                    missed(asking); // what was said before it
                }
            }
            case Message.Ok ok -> {
                SubscriptionControl asking = byCommand.remove(envelope.id());
                if (asking != null) {
                    asking.updated(ok.markets(), nowNanos);
                }
            }
            case Message.Unsubscribed ignored -> {
                byCommand.remove(envelope.id());
                if (subscription != null) {
                    bySid.remove(envelope.sid());
                    subscription.unsubscribed();
                }
            }
            case Message.Failure failure -> failed(envelope, failure, subscription, nowNanos);
            case Message.Undecodable undecodable -> {
                if (subscription != null && subscription.isBook()) {
                    subscription.uncertain(undecodable.market(), nowNanos);
                }
            }
            case Message.Delta ignored -> {}
            case Message.Trade ignored -> {}
            case Message.Ticker ignored -> {}
            case Message.Subscriptions ignored -> {}
            case Message.Unknown ignored -> {}
        }
    }

    /** What the exchange says it has for us, against what we believe. */
    private void compare(Message.Subscriptions listed, long nowNanos, Sender sender) {
        Set<Integer> known = new HashSet<>();
        listed.subscriptions().forEach(one -> known.add(one.sid()));
        for (int sid : audit.missing(known)) {
            SubscriptionControl subscription = bySid.remove(sid);
            if (subscription != null) {
                subscription.lost(nowNanos);
            }
        }
        List<Integer> strays = List.copyOf(audit.strays(known, bySid.keySet()));
        if (!strays.isEmpty()) {
            log.warn("giving back subscriptions that nobody wants: sids {}", strays);
            say(new Command.Unsubscribe(nextId++, strays), sender);
        }
    }

    private void failed(
            Envelope envelope, Message.Failure failure, @Nullable SubscriptionControl subscription, long nowNanos) {
        if (audit.refused(envelope.id())) {
            return;
        }
        SubscriptionControl asking = byCommand.remove(envelope.id());
        SubscriptionControl concerned = asking != null ? asking : subscription;
        boolean terminal = failure.code() == ErrorCode.CHANNEL_ERROR || failure.code() == ErrorCode.BUFFER_OVERFLOW;
        if (failure.code() == ErrorCode.TOO_MANY_COMMANDS) {
            subscriptions.forEach(each -> each.backOff(nowNanos));
        }
        if (concerned == null) {
            log.warn("error {} {} for the connection", failure.code(), failure.text());
            doubt = terminal ? "error " + failure.code() + " without a subscription" : doubt;
        } else if (terminal && concerned.state() == SubscriptionControl.State.LIVE) {
            bySid.remove(concerned.sid());
            concerned.ended(failure, nowNanos);
        } else {
            concerned.refused(failure, nowNanos);
            if (concerned.state() == SubscriptionControl.State.UNSUBSCRIBED) {
                bySid.values().remove(concerned);
            }
        }
    }

    /** A row of the feed showed that a book cannot be right. */
    void uncertain(int sid, @Nullable String market, long nowNanos) {
        SubscriptionControl subscription = bySid.get(sid);
        if (subscription != null && subscription.isBook()) {
            subscription.uncertain(market, nowNanos);
            quiet = false;
        }
    }
}
