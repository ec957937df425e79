package trifecta.gatherer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
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

    /** What its connection allows a subscription to say now. */
    enum Allowance {
        /** No command: there were too many of late. */
        NOTHING,
        /** No new markets: so many first snapshots are on their way that more would wait for each other. */
        NO_NEW_MARKETS,
        ANYTHING
    }

    private record Pending(Command command, Set<String> missing, long deadlineNanos) {}

    private final Channel channel;
    private final LearnedLimit learned;
    private final FirstNumber firstNumber;
    private final SnapshotNeeds needs;
    private final Pace pace;
    private final Membership membership;
    private final Refusals refusals;
    private State state = State.UNSUBSCRIBED;
    private int sid;
    private SequenceTracker tracker;
    private @Nullable Pending pending;
    private boolean renew;
    private int silentAsks;
    private long notBeforeNanos;
    private boolean waits;

    SubscriptionControl(
            Channel channel,
            Limits limits,
            LearnedLimit learned,
            Membership membership,
            SnapshotNeeds needs,
            FirstNumber firstNumber,
            RandomGenerator random) {
        this.channel = channel;
        this.learned = learned;
        this.membership = membership;
        this.needs = needs;
        this.firstNumber = firstNumber;
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

    /** Whether it tells of markets that begin and end. */
    boolean isLifecycle() {
        return channel == Channel.LIFECYCLE || channel == Channel.MULTIVARIATE_LIFECYCLE;
    }

    /** Markets that the exchange has acknowledged. */
    int markets() {
        return membership.acknowledged();
    }

    /** Whether this market has no base. */
    boolean lacks(String market) {
        return needs.lacks(market);
    }

    /** Markets whose first snapshot is awaited, or will be as soon as the command under way is answered. */
    int awaited() {
        return needs.lacking() + (pending == null ? 0 : CommandWords.newMarkets(pending.command));
    }

    /** Whether all that is wanted is acknowledged and receiving. */
    boolean isLive() {
        return isBook() ? membership.isSettled() && needs.lacking() == 0 : state == State.LIVE;
    }

    /** Whether nothing is to be done before an answer comes, or the next verification. */
    boolean isQuiet() {
        boolean settled = isBook()
                ? membership.isSettled() && needs.isQuiet() && (state == State.LIVE || membership.wanted() == 0)
                : state == State.LIVE;
        return settled && !waits && !renew && state != State.LEAVING;
    }

    /** Whether an answer is awaited, so that nothing can be said. */
    boolean isWaiting() {
        return pending != null;
    }

    /** These markets are wanted from now on and those no longer. */
    void want(Collection<String> more, Collection<String> less) {
        membership.want(more, less);
    }

    /** Whether there is anything to subscribe to. */
    boolean isWanted() {
        return !isBook() || membership.wanted() > 0;
    }

    /** A snapshot of this market is wanted, if it is on this subscription. */
    void request(String market) {
        if (membership.isAcknowledged(market)) {
            needs.requested(market);
        }
    }

    /** The connection is gone, and the subscription with it. */
    void disconnected() {
        state = State.UNSUBSCRIBED;
        pending = null;
        renew = false;
        silentAsks = 0;
        membership.clear();
        needs.clear();
        waits = false;
    }

    /** What to do next. {@code id} is taken when a command is returned. */
    Step next(long nowNanos, long id, Allowance allowance) {
        if (pending != null) {
            if (nowNanos - pending.deadlineNanos < 0) {
                return Step.WAIT;
            }
            Step unanswered = unanswered(pending, nowNanos);
            if (unanswered instanceof Step.Reconnect) {
                return unanswered;
            }
        }
        if (allowance == Allowance.NOTHING || (waits && nowNanos - notBeforeNanos < 0)) {
            return Step.WAIT;
        }
        waits = false;
        boolean mayAdd = allowance == Allowance.ANYTHING;
        Command command = switch (state) {
            case UNSUBSCRIBED -> subscribe(nowNanos, id, mayAdd);
            case LIVE -> update(nowNanos, id, mayAdd);
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

    private @Nullable Command subscribe(long nowNanos, long id, boolean mayAdd) {
        List<String> markets = isBook() && mayAdd ? membership.claim(learned.markets(), refusals, nowNanos) : List.of();
        if (isBook() && markets.isEmpty()) {
            return null;
        }
        state = State.SUBSCRIBING;
        return new Command.Subscribe(id, List.of(channel.wireName()), markets);
    }

    private @Nullable Command update(long nowNanos, long id, boolean mayAdd) {
        if (renew || (isBook() && membership.wanted() == 0)) {
            state = State.LEAVING;
            return new Command.Unsubscribe(id, List.of(sid));
        }
        if (!isBook()) {
            return null;
        }
        List<String> surplus = refusals.some(membership.surplus(), refusals.chunk(), nowNanos);
        if (!surplus.isEmpty()) {
            return new Command.Update(id, sid, Command.Action.DELETE_MARKETS, surplus);
        }
        int room = mayAdd ? Math.min(refusals.chunk(), learned.markets() - membership.acknowledged()) : 0;
        List<String> more = room <= 0 ? List.of() : membership.claim(room, refusals, nowNanos);
        if (!more.isEmpty()) {
            return new Command.Update(id, sid, Command.Action.ADD_MARKETS, more);
        }
        List<String> asked = needs.due(nowNanos, refusals.chunk(), membership);
        return asked.isEmpty() ? null : new Command.Update(id, sid, Command.Action.GET_SNAPSHOT, asked);
    }

    private Step unanswered(Pending late, long nowNanos) {
        pending = null;
        log.warn("no answer within {} to {}", ANSWER_MAX, CommandWords.brief(late.command));
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
            needs.uncertain(membership.allAcknowledged(), nowNanos);
        } else if (outcome == SequenceTracker.Outcome.RESTART) {
            log.warn("{} sid {}: numbers began anew at {}", channel.wireName(), sid, seq);
            renew = true;
        }
        return outcome;
    }

    /** A snapshot came. */
    void snapshot(String market, long nowNanos) {
        needs.arrived(market, nowNanos);
        if (pending != null && pending.missing.remove(market) && pending.missing.isEmpty()) {
            succeeded();
        }
    }

    /** A message of this market could not be used. */
    void uncertain(@Nullable String market, long nowNanos) {
        if (market == null) {
            needs.uncertain(membership.allAcknowledged(), nowNanos);
        } else if (membership.isAcknowledged(market)) {
            needs.uncertain(List.of(market), nowNanos);
        }
    }

    void subscribed(int newSid, long nowNanos) {
        sid = newSid;
        state = State.LIVE;
        renew = false;
        tracker = new SequenceTracker(firstNumber);
        if (pending != null && pending.command instanceof Command.Subscribe subscribe) {
            added(subscribe.markets(), nowNanos);
        }
        succeeded();
    }

    /** The whole list of markets, as the exchange has it now; empty where it did not say. */
    void updated(List<String> markets, long nowNanos) {
        if (pending != null && pending.command instanceof Command.Update update) {
            if (markets.isEmpty()) {
                assume(update, nowNanos);
            } else {
                Membership.Difference difference = membership.difference(markets);
                added(difference.added(), nowNanos);
                removed(difference.removed());
            }
            if (update.action() == Command.Action.GET_SNAPSHOT) {
                return; // answered by its snapshots
            }
        }
        succeeded();
    }

    /** An answer without a list: what was asked for is taken as done. */
    private void assume(Command.Update update, long nowNanos) {
        switch (update.action()) {
            case ADD_MARKETS -> added(update.markets(), nowNanos);
            case DELETE_MARKETS -> removed(update.markets());
            case GET_SNAPSHOT -> {}
        }
    }

    private void added(List<String> markets, long nowNanos) {
        membership.added(markets);
        needs.subscribed(markets, nowNanos);
    }

    private void removed(List<String> markets) {
        membership.removed(markets);
        needs.gone(markets);
    }

    void unsubscribed() {
        disconnected();
        succeeded();
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
        disconnected();
        backOff(nowNanos);
    }

    /** An error that ended the subscription. */
    void ended(Message.Failure failure, long nowNanos) {
        log.warn("{} sid {} ended: error {} {}", channel.wireName(), sid, failure.code(), failure.text());
        disconnected();
        backOff(nowNanos);
    }

    /** An error that answers the command under way. */
    void refused(Message.Failure failure, long nowNanos) {
        Pending answered = pending;
        pending = null;
        if (state == State.SUBSCRIBING) {
            state = State.UNSUBSCRIBED;
        } else if (state == State.LEAVING) {
            state = State.LIVE; // it goes on, and would bring everything twice: it is left again
            renew = true;
        }
        if (answered == null) {
            return;
        }
        backOff(nowNanos);
        List<String> markets = CommandWords.marketsOf(answered.command);
        membership.refused(markets);
        int had = membership.acknowledged();
        switch (failure.code()) {
            case ErrorCode.MARKET_LIMIT -> learned.refused(had, had + markets.size());
            case ErrorCode.COMMAND_TIMEOUT, ErrorCode.TOO_MANY_COMMANDS, ErrorCode.CHANNEL_ERROR ->
                log.warn(
                        "{}: error {} {}, trying again",
                        CommandWords.brief(answered.command),
                        failure.code(),
                        failure.text());
            case ErrorCode.UNKNOWN_SUBSCRIPTION -> disconnected();
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
