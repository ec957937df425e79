package trifecta.store.production;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Markets, events and series as the exchange's REST interface describes them. Null stands for "not told". */
public final class Metadata {
    private Metadata() {}

    /** A market's status as this project stores it. */
    public enum Status {
        UNOPENED("unopened"),
        OPEN("open"),
        CLOSED("closed"),
        SETTLED("settled");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** As stored. */
        public String word() {
            return word;
        }
    }

    /**
     * A market.
     *
     * @param exchangeStatus the exchange's own word
     * @param settlementValueMicros what a YES contract paid, micro-dollars
     * @param floorStrike as the exchange writes it
     * @param volumeHundredths contracts traded when told
     */
    public record Market(
            String ticker,
            @Nullable String eventTicker,
            @Nullable String marketType,
            @Nullable String title,
            @Nullable String yesSubTitle,
            @Nullable String noSubTitle,
            @Nullable Status status,
            @Nullable String exchangeStatus,
            @Nullable Instant openTime,
            @Nullable Instant closeTime,
            @Nullable Instant expectedExpirationTime,
            @Nullable Instant settlementTime,
            @Nullable String result,
            @Nullable Integer settlementValueMicros,
            @Nullable String priceLevelStructure,
            @Nullable String strikeType,
            @Nullable String floorStrike,
            @Nullable String capStrike,
            @Nullable Long volumeHundredths,
            @Nullable Long openInterestHundredths,
            @Nullable String rules,
            @Nullable Instant updatedAt) {}

    /** An event: markets upon one question. */
    public record Event(
            String ticker,
            @Nullable String seriesTicker,
            @Nullable String title,
            @Nullable String subTitle,
            @Nullable String category,
            @Nullable Boolean mutuallyExclusive,
            @Nullable Instant strikeDate,
            @Nullable Instant updatedAt) {}

    /** A series: events that return. */
    public record Series(
            String ticker,
            @Nullable String title,
            @Nullable String category,
            @Nullable String frequency,
            List<String> tags,
            @Nullable Instant updatedAt) {}
}
