package trifecta.exchange;

import java.util.List;
import trifecta.exchange.Answers.Refusal;
import trifecta.service.status.Counters;

/**
 * What a turn does for the subscriptions: sends snapshots as far as there is room, and tells slow clients of their overflow once there is.
 * Owned by the sequencer.
 */
final class SubscriptionCare {
    private static final int OVERFLOW = 25;

    /** Keeps a turn short while thousands of books are asked for: of one subscription, and of all. */
    private static final int SNAPSHOTS_PER_TURN_MAX = 200;

    private static final int ALL_SNAPSHOTS_PER_TURN_MAX = 2_000;

    private final Connections connections;
    private final Publisher publisher;
    private final ExchangeRecord record;
    private final Counters<Counts> counters;
    private final Answers answers;
    private int sentInTurn;

    SubscriptionCare(
            Connections connections,
            Publisher publisher,
            ExchangeRecord record,
            Counters<Counts> counters,
            Answers answers) {
        this.connections = connections;
        this.publisher = publisher;
        this.record = record;
        this.counters = counters;
        this.answers = answers;
    }

    /** @return whether snapshots are still due for which there is room */
    boolean turn(long nowMicros) {
        boolean more = false;
        sentInTurn = 0;
        for (Connection connection : connections.all()) {
            if (connection.inCare().isEmpty()) {
                continue;
            }
            for (Subscription each : List.copyOf(connection.inCare())) {
                if (each.hasEnded()) {
                    continue;
                }
                if (each.isOverflowing() && connection.outbox().isRelaxed()) {
                    counters.increment(Counts.OVERFLOWS);
                    terminate(each, new Refusal(OVERFLOW, "Subscription buffer overflow"), nowMicros);
                } else {
                    more |= snapshots(each);
                }
            }
            connection.inCare().removeIf(Subscription::isCaredFor);
        }
        return more;
    }

    /** Ends a subscription with an error that tells the client to subscribe anew. */
    void terminate(Subscription subscription, Refusal refusal, long nowMicros) {
        answers.refuse(-1, subscription, refusal, publisher.index());
        connections.end(subscription);
        subscription.connection().subscriptions().remove(subscription.sid());
        record.unsubscribed(publisher.index(), nowMicros, subscription, "error" + refusal.code());
    }

    private boolean snapshots(Subscription to) {
        Outbox outbox = to.connection().outbox();
        for (int sent = 0;
                sent < SNAPSHOTS_PER_TURN_MAX && sentInTurn < ALL_SNAPSHOTS_PER_TURN_MAX && outbox.isRelaxed();
                sent++, sentInTurn++) {
            Market market = to.snapshotsDue().poll();
            if (market == null) {
                return false;
            }
            publisher.snapshot(to, market);
            if (!to.everyMarket() && !market.listeners(to.channel()).contains(to)) {
                connections.listen(to, market);
            }
        }
        return !to.snapshotsDue().isEmpty() && outbox.isRelaxed();
    }
}
