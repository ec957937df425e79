package trifecta.exchange;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes up new markets: which series and event they belong to, their tickers and titles. */
final class Listings {
    private static final int MARKETS_PER_EVENT = 4;
    private static final int DECI_CENT_ONE_IN = 8;
    private static final String[] SERIES = {
        "KXSIMGOLD", "KXSIMBTC", "KXSIMRAIN", "KXSIMGOAL", "KXSIMRATE", "KXSIMVOTE", "KXSIMOIL", "KXSIMCUP"
    };
    private static final String[] TITLES = {
        "Gold above the strike", "Bitcoin above the strike", "Rain in the harbour", "Next goal by the home side",
        "Rate moved at the next meeting", "Motion carried", "Oil above the strike", "Cup won by the favourite"
    };

    private final RandomGenerator random;
    private int listed;
    private String event = "";
    private int series;

    Listings(RandomGenerator random) {
        this.random = random;
    }

    /** The next market. Every fourth opens a new event; tickers hold the second of their creation, so that no restart reuses one. */
    MarketFacts next(long createdMicros, long openMicros) {
        if (listed % MARKETS_PER_EVENT == 0) {
            series = random.nextInt(SERIES.length);
            event = SERIES[series] + "-" + stamp(createdMicros) + "E" + listed / MARKETS_PER_EVENT;
        }
        listed++;
        PriceStructure prices =
                random.nextInt(DECI_CENT_ONE_IN) == 0 ? PriceStructure.DECI_CENT : PriceStructure.LINEAR_CENT;
        return new MarketFacts(
                event + "-T" + listed,
                new UUID(random.nextLong(), random.nextLong()).toString(),
                event,
                SERIES[series],
                TITLES[series] + ", case " + listed + "?",
                prices,
                createdMicros,
                openMicros);
    }

    /** Whether the market just made is the first of its event. */
    boolean eventIsNew() {
        return listed % MARKETS_PER_EVENT == 1;
    }

    private static String stamp(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC);
        String month = time.getMonth().name().substring(0, 3).toUpperCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                "%02d%s%02d%02d%02d%02d",
                time.getYear() % 100,
                month,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }
}
