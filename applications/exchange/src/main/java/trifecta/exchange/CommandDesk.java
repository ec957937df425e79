package trifecta.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import trifecta.exchange.Answers.Refusal;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.service.status.Counters;

/** Takes the commands of clients. Owned by the sequencer. */
final class CommandDesk {
    private static final int UNKNOWN_SID = 7;
    private static final int UNKNOWN_CHANNEL = 8;
    private static final int INVALID_PARAMETER = 11;
    private static final int UNSUPPORTED_ACTION = 13;
    private static final int MARKET_REQUIRED = 14;
    private static final int TOO_MANY_MARKETS = 26;
    private static final int TOO_MANY_COMMANDS = 27;

    /** Room that an answer may need; a client that does not even read its answers is let go. */
    private static final int ANSWER_BYTES = 4096;

    private final Catalogue catalogue;
    private final Connections connections;
    private final ExchangeRecord record;
    private final Counters<Counts> counters;
    private final ExchangeLimits limits;
    private final Answers answers;

    CommandDesk(
            Catalogue catalogue,
            Connections connections,
            ExchangeRecord record,
            Counters<Counts> counters,
            ExchangeLimits limits,
            Answers answers) {
        this.catalogue = catalogue;
        this.connections = connections;
        this.record = record;
        this.counters = counters;
        this.limits = limits;
        this.answers = answers;
    }

    /**
     * @param index the last event before it
     */
    void take(Connection from, byte[] bytes, long index, long nowMicros) {
        if (!connections.isOpen(from)) {
            return;
        }
        counters.increment(Counts.COMMANDS);
        if (!from.outbox().hasRoomFor(ANSWER_BYTES) && !from.outbox().isHolding()) {
            connections.reset(from, "answers not read");
            return;
        }
        Command command = CommandCodec.decode(bytes, 0, bytes.length);
        if (!from.commands().take(1, nowMicros)) {
            answers.refuse(command.id(), from, new Refusal(TOO_MANY_COMMANDS, "Too many commands"), index);
            return;
        }
        int refusal = from.takeRefusal();
        if (refusal != 0) {
            answers.refuse(command.id(), from, new Refusal(refusal, "Refused by a fault"), index);
            return;
        }
        switch (command) {
            case Command.Subscribe subscribe -> subscribe(from, subscribe, bytes, index, nowMicros);
            case Command.Update update -> update(from, update, index);
            case Command.Unsubscribe unsubscribe -> unsubscribe(from, unsubscribe, index, nowMicros);
            case Command.ListSubscriptions list ->
                answers.subscriptions(list.id(), from, from.subscriptions().values(), index);
            case Command.Invalid invalid ->
                answers.refuse(invalid.id(), from, new Refusal(invalid.errorCode(), invalid.reason()), index);
        }
    }

    private void subscribe(Connection from, Command.Subscribe command, byte[] bytes, long index, long nowMicros) {
        Set<Channel> channels = new LinkedHashSet<>();
        for (String name : command.channels()) {
            Optional<Channel> channel = Channel.ofWireName(name);
            if (channel.isEmpty()) {
                answers.refuse(command.id(), from, new Refusal(UNKNOWN_CHANNEL, "Unknown channel name"), index);
                return;
            }
            channels.add(channel.get());
        }
        List<Market> markets = new ArrayList<>();
        Optional<Refusal> refusal = resolve(command.markets(), markets);
        if (refusal.isEmpty() && channels.contains(Channel.ORDERBOOK)) {
            refusal = markets.isEmpty()
                    ? Optional.of(new Refusal(MARKET_REQUIRED, "Market ticker required"))
                    : tooMany(from, markets.size());
        }
        if (refusal.isPresent()) {
            answers.refuse(command.id(), from, refusal.get(), index);
            return;
        }
        SubscribeOptions options = SubscribeOptions.read(bytes);
        for (Channel channel : channels) {
            open(from, command.id(), channel, markets, options, index, nowMicros);
        }
    }

    private void open(
            Connection from,
            long id,
            Channel channel,
            List<Market> markets,
            SubscribeOptions options,
            long index,
            long nowMicros) {
        boolean every = markets.isEmpty() || !takesMarkets(channel);
        Subscription made = new Subscription(from, from.nextSid(), channel, every);
        from.subscriptions().put(made.sid(), made);
        record.subscribed(index, nowMicros, made);
        answers.subscribed(id, made, index);
        if (every) {
            connections.toEveryMarket(channel).add(made);
        } else {
            markets.forEach(market -> join(made, market, index));
        }
        if (channel == Channel.TICKER && options.initialSnapshot()) {
            made.showSoon(every ? catalogue.markets().from(0) : markets);
        }
    }

    private void update(Connection from, Command.Update command, long index) {
        Subscription subscription = from.subscriptions().get(command.sid());
        if (subscription == null || subscription.hasEnded()) {
            answers.refuse(command.id(), from, new Refusal(UNKNOWN_SID, "Unknown subscription ID"), index);
            return;
        }
        List<Market> markets = new ArrayList<>();
        refusalOf(command, subscription, markets)
                .ifPresentOrElse(
                        refusal -> answers.refuse(command.id(), subscription, refusal, index),
                        () -> apply(command, subscription, markets, index));
    }

    private Optional<Refusal> refusalOf(Command.Update command, Subscription subscription, List<Market> markets) {
        boolean snapshots = command.action() == Command.Action.GET_SNAPSHOT;
        if (!takesMarkets(subscription.channel()) || (snapshots && subscription.channel() != Channel.ORDERBOOK)) {
            return Optional.of(new Refusal(UNSUPPORTED_ACTION, "Unsupported action"));
        }
        if (subscription.everyMarket()) {
            return Optional.of(new Refusal(INVALID_PARAMETER, "The subscription holds every market"));
        }
        if (command.markets().isEmpty()) {
            return Optional.of(new Refusal(MARKET_REQUIRED, "Market ticker required"));
        }
        if (limits.marketsPerCommand() > 0 && command.markets().size() > limits.marketsPerCommand()) {
            return Optional.of(new Refusal(INVALID_PARAMETER, "Too many markets in one command"));
        }
        Optional<Refusal> unknown = resolve(command.markets(), markets);
        if (unknown.isPresent()) {
            return unknown;
        }
        return switch (command.action()) {
            case ADD_MARKETS -> {
                Set<Market> all = new LinkedHashSet<>(subscription.markets());
                all.addAll(markets);
                yield tooMany(subscription.connection(), all.size());
            }
            case GET_SNAPSHOT ->
                markets.stream()
                        .filter(market -> !subscription.covers(market))
                        .findFirst()
                        .map(market -> new Refusal(INVALID_PARAMETER, "Not of this subscription", market.ticker()));
            case DELETE_MARKETS -> Optional.empty();
        };
    }

    private void apply(Command.Update command, Subscription subscription, List<Market> markets, long index) {
        switch (command.action()) {
            case ADD_MARKETS -> {
                markets.forEach(market -> join(subscription, market, index));
                answers.ok(command.id(), subscription, index);
            }
            case DELETE_MARKETS -> {
                markets.forEach(market -> leave(subscription, market, index));
                answers.ok(command.id(), subscription, index);
            }
            case GET_SNAPSHOT -> subscription.showSoon(markets);
        }
    }

    private void unsubscribe(Connection from, Command.Unsubscribe command, long index, long nowMicros) {
        for (int sid : command.sids()) {
            Subscription subscription = from.subscriptions().get(sid);
            if (subscription == null || subscription.hasEnded()) {
                answers.refuse(command.id(), from, new Refusal(UNKNOWN_SID, "Unknown subscription ID"), index);
                continue;
            }
            answers.unsubscribed(command.id(), subscription, index);
            connections.end(subscription);
            from.subscriptions().remove(sid);
            record.unsubscribed(index, nowMicros, subscription, "unsubscribed");
        }
    }

    /** A book's market is heard from its snapshot on, any other market at once. */
    private void join(Subscription subscription, Market market, long index) {
        boolean isNew = subscription.markets().add(market);
        if (subscription.channel() == Channel.ORDERBOOK) {
            if (isNew) {
                subscription.showSoon(List.of(market));
            }
        } else if (isNew) {
            connections.listen(subscription, market);
        }
        if (isNew) {
            record.membership(index, subscription, '+', market);
        }
    }

    private void leave(Subscription subscription, Market market, long index) {
        if (subscription.markets().remove(market)) {
            subscription.snapshotsDue().remove(market);
            connections.stopListening(subscription, market);
            record.membership(index, subscription, '-', market);
        }
    }

    private Optional<Refusal> tooMany(Connection connection, int markets) {
        int limit = limits.marketsPerSubscription() == 0 ? Integer.MAX_VALUE : limits.marketsPerSubscription();
        return markets > Math.min(limit, connection.line().marketLimit())
                ? Optional.of(new Refusal(TOO_MANY_MARKETS, "Subscription market limit exceeded"))
                : Optional.empty();
    }

    private Optional<Refusal> resolve(List<String> tickers, List<Market> found) {
        for (String ticker : tickers) {
            Optional<Market> market = catalogue.find(ticker);
            if (market.isEmpty()) {
                return Optional.of(new Refusal(INVALID_PARAMETER, "Unknown market ticker", ticker));
            }
            found.add(market.get());
        }
        return Optional.empty();
    }

    private static boolean takesMarkets(Channel channel) {
        return channel != Channel.LIFECYCLE && channel != Channel.MULTIVARIATE_LIFECYCLE;
    }
}
