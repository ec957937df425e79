package trifecta.gatherer;

/**
 * How much of the exchange one line asks for at a time.
 *
 * @param marketsPerSubscription markets of one order-book subscription, before the exchange teaches a lower limit
 * @param subscriptionsPerConnection order-book subscriptions of one connection
 * @param connectionsMax connections for order books; the global channels have one of their own
 * @param commandMarketsMax markets that one update or snapshot command names
 * @param commandsPerSecond commands of one connection
 */
record Limits(
        int marketsPerSubscription,
        int subscriptionsPerConnection,
        int connectionsMax,
        int commandMarketsMax,
        double commandsPerSecond) {
    int subscriptionsMax() {
        return subscriptionsPerConnection * connectionsMax;
    }
}
