package trifecta.gatherer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.feed.ErrorCode;
import trifecta.feed.FirstNumber;
import trifecta.feed.SequenceTracker;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.Message;

/**
 * Keeps one subscription as it is wanted: subscribes, adds and gives back markets, asks for snapshots after a hole, subscribes anew
 * after an error. A state machine without I/O; at most one command is under way. Single-threaded; times are monotonic nanoseconds.
 */
final class SubscriptionControl {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionControl.class);

    /** A command without an answer after this long has failed; the exchange answers within a round trip. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** Snapshots that fail to come this often in a row: the subscription is dead, whatever the pings say. */
    private static final int SILENT_ASKS_MAX = 2;

    /** Where the subscription stands. */
    enum State {
        UNSUBSCRIBED,
        SUBSCRIBING,
        LIVE,
        LEAVING
    }

    private record Pending(Command command, Set<String> missing, long deadlineNanos) {}

    private final Channel channel;
    private final LearnedLimit learned;
    private final FirstNumber firstNumber;
    private final SnapshotNeeds needs;
    private final Pace pace;
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> claimed = new HashSet<>();
    private final MarketOwners owners;
    private final Refusals refusals;
    private Set<String> wanted = Set.of();
    private State state = State.UNSUBSCRIBED;
    private int sid;
    private SequenceTracker tracker;
    private @Nullable Pending pending;
    private boolean renew;
    private int silentAsks;
    private long notBeforeNanos;
    private boolean waits;

    /**
     * @param owners shared by all subscriptions that may have the same markets
     */
    SubscriptionControl(
            Channel channel,
            Limits limits,
            LearnedLimit learned,
            MarketOwners owners,
            FirstNumber firstNumber,
            Duration verifyWithin,
            RandomGenerator random) {
        this.channel = channel;
        this.owners = owners;
        this.learned = learned;
        this.firstNumber = firstNumber;
        this.needs = new SnapshotNeeds(verifyWithin);
        this.pace = new Pace(Duration.ofMillis(100), Duration.ofSeconds(30), random);
        this.tracker = new SequenceTracker(firstNumber);
        this.refusals = new Refusals(limits.commandMarketsMax());
    }

    State state() {
        return state;
    }

    int sid() {
        return sid;
    }

    boolean isBook() {
        return channel == Channel.ORDERBOOK;
    }

    /** Markets that the exchange has acknowledged. */
    int markets() {
        return acknowledged.size();
    }

    /** Whether all that is wanted is acknowledged and receiving. */
    boolean isLive() {
        return isBook() ? acknowledged.size() == wanted.size() && needs.lacking() == 0 : state == State.LIVE;
    }

    /** The markets to have from now on. */
    void want(Set<String> markets) {
        wanted = Set.copyOf(markets);
    }

    /** Whether there is anything to subscribe to. */
    boolean isWanted() {
        return !isBook() || !wanted.isEmpty();
    }

    /** A snapshot of this market is wanted, if it is on this subscription. */
    void request(String market) {
        if (acknowledged.contains(market)) {
            needs.requested(market);
        }
    }

    /** The connection is gone, and the subscription with it. */
    void disconnected() {
        state = State.UNSUBSCRIBED;
        pending = null;
        renew = false;
        silentAsks = 0;
        acknowledged.clear();
        release(List.copyOf(claimed));
        needs.clear();
        waits = false;
    }

    /** What to do next. {@code id} is taken when a command is returned. */
    Step next(long nowNanos, long id) {
        if (pending != null) {
            if (nowNanos - pending.deadlineNanos < 0) {
                return Step.WAIT;
            }
            Step unanswered = unanswered(pending, nowNanos);
            if (unanswered instanceof Step.Reconnect) {
                return unanswered;
            }
        }
        if (waits && nowNanos - notBeforeNanos < 0) {
            return Step.WAIT;
        }
        waits = false;
        Command command = switch (state) {
            case UNSUBSCRIBED -> subscribe(nowNanos, id);
            case LIVE -> update(nowNanos, id);
            case SUBSCRIBING, LEAVING -> null;
        };
        if (command == null) {
            return Step.WAIT;
        }
        Set<String> missing = new HashSet<>();
        if (command instanceof Command.Update update && update.action() == Command.Action.GET_SNAPSHOT) {
            missing.addAll(update.markets());
        }
        pending = new Pending(command, missing, nowNanos + ANSWER_MAX.toNanos());
        return new Step.Send(command);
    }

    private @Nullable Command subscribe(long nowNanos, long id) {
        List<String> markets = isBook() ? claim(refusals.some(free(wanted), learned.markets(), nowNanos)) : List.of();
        if (isBook() && markets.isEmpty()) {
            return null;
        }
        state = State.SUBSCRIBING;
        return new Command.Subscribe(id, List.of(channel.wireName()), markets);
    }

    private @Nullable Command update(long nowNanos, long id) {
        if (renew || (isBook() && wanted.isEmpty())) {
            state = State.LEAVING;
            return new Command.Unsubscribe(id, List.of(sid));
        }
        if (!isBook()) {
            return null;
        }
        Set<String> surplus = new TreeSet<>(acknowledged);
        surplus.removeAll(wanted);
        if (!surplus.isEmpty()) {
            return new Command.Update(
                    id, sid, Command.Action.DELETE_MARKETS, refusals.some(surplus, refusals.chunk(), nowNanos));
        }
        Set<String> absent = new TreeSet<>(wanted);
        absent.removeAll(acknowledged);
        int room = Math.min(refusals.chunk(), learned.markets() - acknowledged.size());
        List<String> more = room <= 0 ? List.of() : claim(refusals.some(free(absent), room, nowNanos));
        if (!more.isEmpty()) {
            return new Command.Update(id, sid, Command.Action.ADD_MARKETS, more);
        }
        List<String> asked = needs.due(nowNanos, refusals.chunk(), acknowledged);
        return asked.isEmpty() ? null : new Command.Update(id, sid, Command.Action.GET_SNAPSHOT, asked);
    }

    /** Those that no other subscription has. */
    private Set<String> free(Set<String> markets) {
        return markets.stream()
                .filter(market -> owners.isFreeFor(market, this))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> claim(List<String> markets) {
        List<String> taken =
                markets.stream().filter(market -> owners.claim(market, this)).toList();
        claimed.addAll(taken);
        return taken;
    }

    private void release(Collection<String> markets) {
        for (String market : markets) {
            claimed.remove(market);
            owners.release(market, this);
        }
    }

    private Step unanswered(Pending late, long nowNanos) {
        pending = null;
        log.warn("no answer within {} to {}", ANSWER_MAX, CommandWords.brief(late.command));
        if (state == State.LEAVING) {
            over();
            return Step.WAIT;
        }
        if (late.missing.isEmpty()) {
            return new Step.Reconnect("a command was not answered");
        }
        silentAsks++;
        if (silentAsks >= SILENT_ASKS_MAX) {
            renew = true;
        }
        backOff(nowNanos);
        return Step.WAIT;
    }

    /** A numbered message of this subscription. */
    SequenceTracker.Outcome numbered(long seq, long hash, long nowNanos) {
        SequenceTracker.Outcome outcome = tracker.accept(seq, hash);
        if (outcome == SequenceTracker.Outcome.GAP && state == State.LIVE) {
            log.warn("{} sid {}: {} messages are missing before {}", channel.wireName(), sid, tracker.missing(), seq);
            needs.uncertain(acknowledged, nowNanos);
        } else if (outcome == SequenceTracker.Outcome.RESTART) {
            log.warn("{} sid {}: numbers began anew at {}", channel.wireName(), sid, seq);
            renew = true;
        }
        return outcome;
    }

    /** A snapshot came. */
    void snapshot(String market) {
        needs.arrived(market);
        if (pending != null && pending.missing.remove(market) && pending.missing.isEmpty()) {
            succeeded();
        }
    }

    /** A message of this market could not be used. */
    void uncertain(@Nullable String market, long nowNanos) {
        if (market == null) {
            needs.uncertain(acknowledged, nowNanos);
        } else if (acknowledged.contains(market)) {
            needs.uncertain(List.of(market), nowNanos);
        }
    }

    void subscribed(int newSid, long nowNanos) {
        sid = newSid;
        state = State.LIVE;
        renew = false;
        tracker = new SequenceTracker(firstNumber);
        if (pending != null && pending.command instanceof Command.Subscribe subscribe) {
            acknowledged.addAll(subscribe.markets());
            needs.subscribed(subscribe.markets(), nowNanos);
        }
        succeeded();
    }

    /** The whole list of markets, as the exchange has it now. */
    void updated(List<String> markets, long nowNanos) {
        Set<String> added = new HashSet<>(markets);
        added.removeAll(acknowledged);
        Set<String> removed = new HashSet<>(acknowledged);
        removed.removeAll(markets);
        if (pending != null && pending.command instanceof Command.Update update && !markets.isEmpty()) {
            acknowledged.addAll(added);
            acknowledged.removeAll(removed);
            release(removed);
            needs.subscribed(added, nowNanos);
            needs.gone(removed);
            if (update.action() == Command.Action.GET_SNAPSHOT) {
                return; // answered by its snapshots
            }
        } else if (pending != null && pending.command instanceof Command.Update update) {
            assume(update, nowNanos);
            if (update.action() == Command.Action.GET_SNAPSHOT) {
                return;
            }
        }
        succeeded();
    }

    /** An answer without a list: what was asked for is taken as done. */
    private void assume(Command.Update update, long nowNanos) {
        switch (update.action()) {
            case ADD_MARKETS -> {
                acknowledged.addAll(update.markets());
                needs.subscribed(update.markets(), nowNanos);
            }
            case DELETE_MARKETS -> {
                update.markets().forEach(acknowledged::remove);
                release(update.markets());
                needs.gone(update.markets());
            }
            case GET_SNAPSHOT -> {}
        }
    }

    void unsubscribed() {
        over();
        succeeded();
    }

    private void over() {
        disconnected();
    }

    private void succeeded() {
        pending = null;
        silentAsks = 0;
        pace.succeeded();
        refusals.succeeded();
    }

    /** The exchange does not know the subscription any more. */
    void lost(long nowNanos) {
        log.warn("{} sid {} is not known to the exchange any more", channel.wireName(), sid);
        over();
        backOff(nowNanos);
    }

    /** An error that ended the subscription. */
    void ended(Message.Failure failure, long nowNanos) {
        log.warn("{} sid {} ended: error {} {}", channel.wireName(), sid, failure.code(), failure.text());
        over();
        backOff(nowNanos);
    }

    /** An error that answers the command under way. */
    void refused(Message.Failure failure, long nowNanos) {
        Pending answered = pending;
        pending = null;
        if (state == State.SUBSCRIBING) {
            state = State.UNSUBSCRIBED;
        } else if (state == State.LEAVING) {
            over();
        }
        if (answered == null) {
            return;
        }
        backOff(nowNanos);
        List<String> markets = CommandWords.marketsOf(answered.command);
        release(markets.stream()
                .filter(market -> !acknowledged.contains(market))
                .toList());
        switch (failure.code()) {
            case ErrorCode.MARKET_LIMIT -> learned.refused(acknowledged.size(), acknowledged.size() + markets.size());
            case ErrorCode.COMMAND_TIMEOUT, ErrorCode.TOO_MANY_COMMANDS, ErrorCode.CHANNEL_ERROR ->
                log.warn(
                        "{}: error {} {}, trying again",
                        CommandWords.brief(answered.command),
                        failure.code(),
                        failure.text());
            case ErrorCode.UNKNOWN_SUBSCRIPTION -> over();
            default -> blame(failure, answered.command, markets, nowNanos);
        }
    }

    /** Something in the command is wrong: the market that the error names, or one that halving finds. */
    private void blame(Message.Failure failure, Command command, List<String> markets, long nowNanos) {
        log.warn("{}: error {} {}", CommandWords.brief(command), failure.code(), failure.text());
        refusals.blame(failure.market(), markets, nowNanos).ifPresent(guilty -> needs.gone(List.of(guilty)));
    }

    void backOff(long nowNanos) {
        waits = true;
        notBeforeNanos = nowNanos + pace.failedNanos();
    }
}
