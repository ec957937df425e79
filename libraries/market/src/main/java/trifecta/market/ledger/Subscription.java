package trifecta.market.ledger;

/**
 * A subscription of a line.
 *
 * @param connection number within the boot
 * @param sid the exchange's number on that connection
 */
public record Subscription(int connection, int sid) {
    boolean isOn(int someConnection, int someSid) {
        return (someConnection == 0 || connection == someConnection) && (someSid == 0 || sid == someSid);
    }
}
