package trifecta.gatherer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.gatherer.Catalogue.Changes;
import trifecta.gatherer.SubscriptionPlan.Change;

/**
 * The order-book connections of the line and what is subscribed on each: the plan carried out. Connections are opened as the plan
 * needs them, a few subscriptions on each, and all get more only when there are no others. {@link #plan} is called by one thread;
 * the rest by any.
 */
final class BookLinks {
    private static final Logger log = LoggerFactory.getLogger(BookLinks.class);

    /** Makes the parts of a new connection. */
    interface Maker {
        ExchangeLink link(int number, List<SubscriptionControl> subscriptions);
    }

    /** Subscriptions of a connection before another one is opened, where their number allows it. */
    private static final int TOGETHER_MAX = 4;

    private final Limits limits;
    private final int together;
    private final Supplier<SubscriptionControl> subscriptionMaker;
    private final Maker linkMaker;
    private final List<ExchangeLink> links = new CopyOnWriteArrayList<>();
    private final SubscriptionPlan plan;
    private volatile int wanted;
    private volatile int unplaced;

    BookLinks(Limits limits, String salt, Supplier<SubscriptionControl> subscriptionMaker, Maker linkMaker) {
        this.limits = limits;
        this.together = together(limits.subscriptionsPerConnection());
        this.subscriptionMaker = subscriptionMaker;
        this.linkMaker = linkMaker;
        this.plan = new SubscriptionPlan(salt, limits.subscriptionsMax());
    }

    /** The largest part that all connections have a whole number of. */
    private static int together(int perConnection) {
        int parts = TOGETHER_MAX;
        while (perConnection % parts != 0) {
            parts--;
        }
        return parts;
    }

    /** Captures more markets and less from now on, so many in one subscription at most. */
    void plan(Changes changes, int marketsMax) {
        Map<Integer, Map<Integer, Change>> byLink = new TreeMap<>();
        plan.next(changes.more(), changes.less(), marketsMax).forEach((number, change) -> {
            int block = number / together;
            int slot = block / limits.connectionsMax() * together + number % together;
            byLink.computeIfAbsent(block % limits.connectionsMax(), first -> new TreeMap<>())
                    .put(slot, change);
        });
        byLink.forEach((number, bySlot) -> {
            while (links.size() <= number) {
                open(links.size() + 1);
            }
            links.get(number)
                    .changeSubscriptions(subscriptions -> bySlot.forEach(
                            (slot, change) -> subscriptions.get(slot).want(change.more(), change.less())));
        });
        int without = plan.unplaced().size();
        if (without != unplaced) {
            log.warn(
                    "{} markets have no place within {} subscriptions of {} markets: raise gatherer.connections",
                    without,
                    limits.subscriptionsMax(),
                    marketsMax);
        }
        unplaced = without;
        wanted = plan.wanted();
    }

    private void open(int number) {
        List<SubscriptionControl> subscriptions = new ArrayList<>();
        for (int i = 0; i < limits.subscriptionsPerConnection(); i++) {
            subscriptions.add(subscriptionMaker.get());
        }
        ExchangeLink link = linkMaker.link(number, subscriptions);
        links.add(link);
        link.start();
    }

    /** Asks for snapshots of these markets. */
    void request(Collection<String> markets) {
        for (ExchangeLink link : links) {
            link.changeSubscriptions(subscriptions -> {
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
