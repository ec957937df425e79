package trifecta.market.ledger;

/** The channels whose messages are numbered and say when they happened. The codes are stored: never renumber them. */
public enum LedgerChannel {
    ORDERBOOK(1),
    TRADE(2);

    private final int code;

    LedgerChannel(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static LedgerChannel ofCode(int code) {
        for (LedgerChannel channel : values()) {
            if (channel.code == code) {
                return channel;
            }
        }
        throw new IllegalArgumentException("no channel of the ledger has code " + code);
    }
}
