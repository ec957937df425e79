package trifecta.deduplicator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.protocol.rest.MarketStatus;
import trifecta.protocol.rest.RestEvent;
import trifecta.protocol.rest.RestMarket;
import trifecta.protocol.rest.RestSeries;
import trifecta.store.production.Metadata;

/** From the exchange's words to production's. What was not given becomes null: "not told". */
final class MetadataMapping {
    /** Long before the exchange opened. */
    private static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");

    /** Markets on far events have far ends. */
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private MetadataMapping() {}

    static List<Metadata.Series> series(List<RestSeries> series) {
        return series.stream()
                .map(s -> new Metadata.Series(
                        s.ticker(),
                        text(s.title()),
                        text(s.category()),
                        text(s.frequency()),
                        s.tags(),
                        time(s.updatedMicros())))
                .toList();
    }

    static List<Metadata.Event> events(List<RestEvent> events) {
        return events.stream()
                .map(e -> new Metadata.Event(
                        e.ticker(),
                        text(e.seriesTicker()),
                        text(e.title()),
                        text(e.subTitle()),
                        text(e.category()),
                        e.mutuallyExclusive(),
                        time(e.strikeMicros()),
                        time(e.updatedMicros())))
                .toList();
    }

    static List<Metadata.Market> markets(List<RestMarket> markets) {
        return markets.stream().map(MetadataMapping::market).toList();
    }

    private static Metadata.Market market(RestMarket m) {
        return new Metadata.Market(
                m.ticker(),
                text(m.eventTicker()),
                text(m.marketType()),
                text(m.title()),
                text(m.yesSubTitle()),
                text(m.noSubTitle()),
                status(m.status()),
                text(m.statusText()),
                time(m.openMicros()),
                close(m),
                time(m.expirationMicros()),
                time(m.settlementMicros()),
                text(m.result()),
                null,
                text(m.priceLevelStructure()),
                text(m.strikeType()),
                text(m.floorStrike()),
                text(m.capStrike()),
                count(m.volumeHundredths()),
                count(m.openInterestHundredths()),
                null,
                time(m.updatedMicros()));
    }

    /** The stored status; null for a word of the exchange that this version does not know, which is kept beside it. */
    static Metadata.@Nullable Status status(@Nullable MarketStatus status) {
        return status == null
                ? null
                : switch (status) {
                    case INITIALIZED -> Metadata.Status.UNOPENED;
                    case INACTIVE, ACTIVE -> Metadata.Status.OPEN;
                    case CLOSED, DISPUTED, DETERMINED -> Metadata.Status.CLOSED;
                    case AMENDED, FINALIZED -> Metadata.Status.SETTLED;
                };
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Null for what no market can mean: a ledger measured from there would be one of nonsense. */
    private static @Nullable Instant time(long micros) {
        Instant time = micros == Times.ABSENT ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    }

    /** A close before the open is no close. */
    private static @Nullable Instant close(RestMarket market) {
        return market.openMicros() != Times.ABSENT && market.closeMicros() < market.openMicros()
                ? null
                : time(market.closeMicros());
    }

    private static @Nullable Long count(long hundredths) {
        return hundredths == Ticker.ABSENT ? null : hundredths;
    }
}
