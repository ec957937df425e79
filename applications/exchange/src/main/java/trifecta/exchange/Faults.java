package trifecta.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import trifecta.exchange.Answers.Refusal;
import trifecta.protocol.Channel;

/** Injects the faults that are planned, when they are due and have somebody to hit. Owned by the sequencer. */
final class Faults {
    private static final int CHANNEL_ERROR = 10;
    private static final int COMMAND_TIMEOUT = 18;
    private static final int TOO_MANY_COMMANDS = 27;
    private static final long STALL_MICROS = 5_000_000;
    private static final long OFFSET_MICROS = 2_000;
    private static final long SKEW_MICROS = 3_600_000_000L;
    private static final long UNPINGED_MICROS = 60_000_000;
    private static final long SWAP_MICROS = 1_000;
    private static final int OVERFLOW_MESSAGES = 20;
    private static final String ALL = "all";

    private final List<Line> lines;
    private final Connections connections;
    private final Publisher publisher;
    private final SubscriptionCare care;
    private final ExchangeRecord record;
    private final RestFaults rest;
    private final SplittableRandom random;
    private final List<FaultPlan> plans = new ArrayList<>();
    private final Map<FaultKind, Long> happened = new EnumMap<>(FaultKind.class);

    Faults(
            List<Line> lines,
            Connections connections,
            Publisher publisher,
            SubscriptionCare care,
            ExchangeRecord record,
            RestFaults rest,
            SplittableRandom random) {
        this.lines = lines;
        this.connections = connections;
        this.publisher = publisher;
        this.care = care;
        this.record = record;
        this.rest = rest;
        this.random = random;
    }

    void plan(FaultRule rule, long nowMicros) {
        plans.add(new FaultPlan(rule, random.split(), nowMicros, publisher.index()));
    }

    /** How often each fault has happened. */
    Map<FaultKind, Long> happened() {
        return happened;
    }

    /** The rules that were planned and have not happened, or not as often as they were to. */
    List<String> missing() {
        return plans.stream()
                .filter(FaultPlan::isMissing)
                .map(plan -> plan.rule().toString())
                .toList();
    }

    void turn(long nowMicros) {
        for (FaultPlan plan : plans) {
            if (plan.isDue(nowMicros, publisher.index())) {
                Optional<String> what = inject(plan.rule(), nowMicros);
                what.ifPresent(where -> {
                    plan.done(nowMicros);
                    happened.merge(plan.rule().kind(), 1L, Long::sum);
                    record.fault(publisher.index(), nowMicros, plan.rule() + " " + where);
                });
            }
        }
        plans.removeIf(FaultPlan::isSpent);
    }

    /** @return whom it hit; empty when there was nobody, then it is tried again */
    private Optional<String> inject(FaultRule rule, long nowMicros) {
        return switch (rule.kind()) {
            case CUT -> onConnections(rule, each -> cut(each, rule));
            case STALL -> onConnections(rule, each -> each.stall(nowMicros + rule.micros("seconds", STALL_MICROS)));
            case HOLE -> onSubscription(rule, each -> each.skipNext((int) rule.number("count", 1)));
            case DROP -> onSubscription(rule, each -> each.dropNext((int) rule.number("count", 1)));
            case ERROR10 ->
                onSubscription(
                        rule, each -> care.terminate(each, new Refusal(CHANNEL_ERROR, "Channel error"), nowMicros));
            case ERROR18 -> onConnections(rule, each -> each.refuseNext(COMMAND_TIMEOUT));
            case ERROR25 ->
                onSubscription(rule, each -> each.overflowNext((int) rule.number("count", OVERFLOW_MESSAGES)));
            case ERROR26 -> onLine(rule, line -> line.limitMarkets(rule.marketLimit()));
            case ERROR27 -> onConnections(rule, each -> each.refuseNext(TOO_MANY_COMMANDS));
            case RESTART -> onSubscription(rule, Subscription::restart);
            case REPEAT -> onSubscription(rule, each -> each.repeatNext((int) rule.number("count", 1)));
            case GARBLE -> onSubscription(rule, each -> each.garbleNext((int) rule.number("count", 1)));
            case NOISE -> onSubscription(rule, each -> each.noiseNext((int) rule.number("count", 1)));
            case STALE ->
                onSubscription(
                        rule,
                        each -> each.deviate().ageNext((int) rule.number("count", 1), shown(each), publisher.index()));
            case HALFOPEN -> onConnections(rule, Connection::halfOpen);
            case UNPINGED ->
                onConnections(rule, each -> each.unpinged(nowMicros + rule.micros("seconds", UNPINGED_MICROS)));
            case ORDER ->
                onSubscription(
                        rule,
                        each -> each.deviate()
                                .swapNext((int) rule.number("count", 1), rule.micros("within", SWAP_MICROS)));
            case TIME ->
                onSubscription(
                        rule,
                        each -> each.deviate()
                                .skewNext(
                                        (int) rule.number("count", 1),
                                        Skew.ofWord(rule.value()).orElseThrow(),
                                        rule.micros("offset", SKEW_MICROS)));
            case SLOW -> onConnections(rule, each -> each.slow(nowMicros + rule.micros("seconds", STALL_MICROS)));
            case REVOKE -> revoke(rule, nowMicros);
            case REST -> {
                rest.arm(RestTrouble.ofWord(rule.value()).orElseThrow(), rule, nowMicros);
                yield Optional.of("by REST");
            }
            case STAMPS ->
                onLine(
                        rule,
                        line -> line.stamp(
                                Stamps.ofWord(rule.value()).orElseThrow(), rule.micros("offset", OFFSET_MICROS)));
        };
    }

    private void cut(Connection connection, FaultRule rule) {
        if (rule.word("how", "rst").equals("orderly")) {
            connections.closeOrderly(connection, "cut by a fault", publisher.index());
        } else {
            connections.reset(connection, "cut by a fault");
        }
    }

    private static Set<Market> shown(Subscription subscription) {
        Set<Market> shown = new LinkedHashSet<>(subscription.markets());
        subscription.snapshotsDue().forEach(shown::remove);
        return shown;
    }

    private Optional<String> revoke(FaultRule rule, long nowMicros) {
        Optional<String> hit = onLine(rule, line -> line.revoke(nowMicros + rule.micros("seconds", STALL_MICROS)));
        List<Connection> cut = List.copyOf(candidates(rule));
        cut.forEach(each -> connections.closeOrderly(each, "key revoked by a fault", publisher.index()));
        String ended = cut.isEmpty()
                ? ""
                : " connections=" + cut.stream().map(Connection::number).toList();
        return hit.map(where -> where + ended);
    }

    private Optional<String> onLine(FaultRule rule, Consumer<Line> action) {
        List<Line> hit = rule.line() == 0 ? lines : lines.subList(rule.line() - 1, rule.line());
        hit.forEach(action);
        return Optional.of("lines=" + hit.stream().map(Line::number).toList());
    }

    private Optional<String> onConnections(FaultRule rule, Consumer<Connection> action) {
        List<Connection> candidates = new ArrayList<>(candidates(rule));
        candidates.removeIf(each -> each.subscriptions().isEmpty());
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        List<Connection> hit = rule.word("which", "one").equals(ALL) ? candidates : List.of(any(candidates));
        hit.forEach(action);
        return Optional.of("connections=" + hit.stream().map(Connection::number).toList());
    }

    private Optional<String> onSubscription(FaultRule rule, Consumer<Subscription> action) {
        Channel channel = Channel.ofWireName(rule.word("channel", Channel.ORDERBOOK.wireName()))
                .orElseThrow();
        List<Subscription> candidates = new ArrayList<>();
        candidates(rule).forEach(each -> candidates.addAll(each.subscriptionsTo(channel)));
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Subscription hit = any(candidates);
        action.accept(hit);
        return Optional.of("connection=" + hit.connection().number() + " sid=" + hit.sid());
    }

    private Collection<Connection> candidates(FaultRule rule) {
        return rule.line() == 0 ? connections.all() : connections.ofLine(rule.line());
    }

    private <T> T any(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }
}
