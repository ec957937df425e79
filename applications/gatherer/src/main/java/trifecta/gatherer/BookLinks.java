package trifecta.gatherer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order-book connections of the line and what is subscribed on each: the plan carried out. Connections are opened as the plan
 * needs them. {@link #plan} is called by one thread; the rest by any.
 */
final class BookLinks {
    private static final Logger log = LoggerFactory.getLogger(BookLinks.class);

    /** Makes the parts of a new connection. */
    interface Maker {
        ExchangeLink link(int number, List<SubscriptionControl> subscriptions);
    }

    private final Limits limits;
    private final LearnedLimit learned;
    private final String salt;
    private final Supplier<SubscriptionControl> subscriptionMaker;
    private final Maker linkMaker;
    private final List<ExchangeLink> links = new CopyOnWriteArrayList<>();
    private SubscriptionPlan plan = SubscriptionPlan.empty();
    private volatile int wanted;
    private volatile int unplaced;

    BookLinks(
            Limits limits,
            LearnedLimit learned,
            String salt,
            Supplier<SubscriptionControl> subscriptionMaker,
            Maker linkMaker) {
        this.limits = limits;
        this.learned = learned;
        this.salt = salt;
        this.subscriptionMaker = subscriptionMaker;
        this.linkMaker = linkMaker;
    }

    /** Captures these markets from now on. */
    void plan(Collection<String> markets) {
        plan = plan.next(markets, salt, learned.markets(), limits.subscriptionsMax());
        int perConnection = limits.subscriptionsPerConnection();
        for (int first = 0; first < plan.subscriptions().size(); first += perConnection) {
            int number = first / perConnection;
            if (number == links.size()) {
                List<SubscriptionControl> subscriptions = new ArrayList<>();
                for (int i = 0; i < perConnection; i++) {
                    subscriptions.add(subscriptionMaker.get());
                }
                ExchangeLink link = linkMaker.link(number + 1, subscriptions);
                links.add(link);
                want(link, first);
                link.start();
            } else {
                want(links.get(number), first);
            }
        }
        if (plan.unplaced().size() != unplaced) {
            log.warn(
                    "{} markets have no place within {} subscriptions of {} markets: raise gatherer.connections",
                    plan.unplaced().size(),
                    limits.subscriptionsMax(),
                    learned.markets());
        }
        unplaced = plan.unplaced().size();
        wanted = markets.size();
    }

    private void want(ExchangeLink link, int first) {
        List<Set<String>> planned = plan.subscriptions();
        link.withSubscriptions(subscriptions -> {
            for (int i = 0; i < subscriptions.size(); i++) {
                subscriptions.get(i).want(first + i < planned.size() ? planned.get(first + i) : Set.of());
            }
        });
    }

    /** Asks for snapshots of these markets. */
    void request(Collection<String> markets) {
        for (ExchangeLink link : links) {
            link.withSubscriptions(subscriptions -> {
                for (SubscriptionControl subscription : subscriptions) {
                    markets.forEach(subscription::request);
                }
            });
        }
    }

    List<ExchangeLink> links() {
        return links;
    }

    /** Markets that are wanted in all. */
    int wanted() {
        return wanted;
    }

    /** Wanted markets for which there is no room. */
    int unplaced() {
        return unplaced;
    }

    void close() throws InterruptedException {
        for (ExchangeLink link : links) {
            link.askToClose();
        }
        for (ExchangeLink link : links) {
            link.close();
        }
    }
}
