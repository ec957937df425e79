package trifecta.gatherer;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which order-book subscription has which market. A market moves to another subscription only after the exchange has confirmed that the
 * old one gave it back: frames of two connections have no common order, and what the old one still delivers would be lost
 * behind the new one's snapshot. Safe for any thread.
 */
final class MarketOwners {
    private final ConcurrentMap<String, Object> owners = new ConcurrentHashMap<>();

    /** Takes a market; false while another subscription has it. */
    boolean claim(String market, Object subscription) {
        Object owner = owners.putIfAbsent(market, subscription);
        return owner == null || owner.equals(subscription);
    }

    /** Gives a market back, if this subscription has it. */
    void release(String market, Object subscription) {
        owners.remove(market, subscription);
    }
}
