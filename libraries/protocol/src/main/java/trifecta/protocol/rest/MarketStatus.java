package trifecta.protocol.rest;

import java.util.Locale;
import java.util.Optional;

/** A market's status as an answer gives it; filters use another, smaller set of words, see {@link #stored}. */
public enum MarketStatus {
    INITIALIZED("unopened"),
    /** Trading is paused. */
    INACTIVE("open"),
    ACTIVE("open"),
    CLOSED("closed"),
    DETERMINED("closed"),
    DISPUTED("closed"),
    AMENDED("settled"),
    FINALIZED("settled");

    private final String stored;

    MarketStatus(String stored) {
        this.stored = stored;
    }

    /** The word for it in the stores: {@code unopened, open, closed, settled}. */
    public String stored() {
        return stored;
    }

    /** Closed, or what comes after that: its book is empty and nobody trades. */
    public boolean isOver() {
        return compareTo(CLOSED) >= 0;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MarketStatus> ofWireName(String name) {
        for (MarketStatus status : values()) {
            if (status.wireName().equals(name)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
