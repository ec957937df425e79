package trifecta.store.production;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import trifecta.market.BreakReason;
import trifecta.market.ledger.LedgerChannel;
import trifecta.market.ledger.LineLedger;
import trifecta.market.ledger.Subscription;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.production.ProductionBatch.BackfillStep;
import trifecta.store.production.ProductionBatch.RunHead;

/** The ledger as it is written and put together, against what made-up lines really received. */
class LedgerViewsTest {
    private static final int LINES = 3;
    private static final int ROUNDS = 30;
    private static final int EVENTS = 500;
    private static final long START = 1_786_402_327_000_000L;
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-08-10T23:00:00Z"));
    private static final Set<String> CLAIMS = Set.of("received", "verified");

    private final DatabaseAddress address = Addresses.fresh("production");
    private final AtomicLong numbers = new AtomicLong();

    private record Event(String market, long micros) {}

    private record Interval(String state, long from, long to) {
        boolean contains(long micros) {
            return from <= micros && micros < to;
        }
    }

    @Test
    void nothingIsClaimedThatNoLineReceivedAndWhatIsEnclosedIsClaimed() throws StoreException, SQLException {
        try (ProductionWriter writer = writer()) {
            for (int seed = 0; seed < ROUNDS; seed++) {
                assertThat(round(writer, seed, 0)).as("seed %d, claimed", seed).isPositive();
            }
        }
    }

    /** Once a line has seen how far times run backwards, what it lost is not claimed where such times may hide it. */
    @Test
    void nothingIsClaimedThatNoLineReceivedThoughTimesRunBackwards() throws StoreException, SQLException {
        try (ProductionWriter writer = writer()) {
            for (int seed = 0; seed < ROUNDS / 3; seed++) {
                assertThat(round(writer, seed, 1 + seed * 137))
                        .as("seed %d, claimed", seed)
                        .isPositive();
            }
        }
    }

    /**
     * @param backwardsMicros how far the times of one subscription run backwards
     * @return how many events were claimed
     */
    private int round(ProductionWriter writer, int seed, int backwardsMicros) throws StoreException, SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> markets = List.of("A" + seed, "B" + seed, "C" + seed);
        List<Event> events = new ArrayList<>();
        long micros = START;
        for (int i = 0; i < EVENTS; i++) {
            micros += random.nextInt(1, 30) * (random.nextInt(5) == 0 ? 1_000L : 1L);
            long told = micros - (backwardsMicros == 0 ? 0 : random.nextInt(backwardsMicros + 1));
            told += told % 1_000 == 0 ? 1 : 0; // a whole millisecond claims one millisecond less
            events.add(new Event(markets.get(random.nextInt(markets.size())), told));
        }
        List<LineStory> lines = new ArrayList<>();
        for (int line = 0; line < LINES; line++) {
            LineStory story = new LineStory(line, markets, random.split(), numbers::incrementAndGet);
            if (backwardsMicros > 0) {
                story.learnsBackwards(backwardsMicros + 1, START - 60_000_000);
            }
            lines.add(story);
        }
        int[] places = new int[LINES];
        while (Arrays.stream(places).anyMatch(place -> place < EVENTS)) {
            for (int line = 0; line < LINES; line++) {
                int until = Math.min(EVENTS, places[line] + random.nextInt(EVENTS / 2));
                for (; places[line] < until; places[line]++) {
                    Event event = events.get(places[line]);
                    lines.get(line).takes(places[line], event.market(), event.micros());
                }
                commit(writer, lines.get(line), random.nextBoolean());
            }
            int _ = check(seed, events, lines, false);
        }
        for (LineStory line : lines) {
            List<String> _ = line.ledger().breaks(0, 0, BreakReason.STOPPED, false);
            commit(writer, line, true);
        }
        return check(seed, events, lines, backwardsMicros == 0);
    }

    private static void commit(ProductionWriter writer, LineStory line, boolean everything) throws StoreException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.ledger().add(line.ledger().drain(everything));
        assertThat(writer.commit(batch)).isInstanceOf(CommitResult.Committed.class);
    }

    private int check(int seed, List<Event> events, List<LineStory> lines, boolean ended) throws SQLException {
        BitSet received = new BitSet();
        BitSet enclosed = new BitSet();
        lines.forEach(line -> {
            received.or(line.received());
            enclosed.or(line.enclosed());
        });
        Map<String, List<Interval>> coverage = coverage("market_ticker LIKE '_" + seed + "'");
        int claimed = 0;
        for (int place = 0; place < events.size(); place++) {
            Event event = events.get(place);
            String state = coverage.getOrDefault(event.market(), List.of()).stream()
                    .filter(interval -> interval.contains(event.micros()))
                    .map(Interval::state)
                    .findFirst()
                    .orElse("nothing");
            if (!received.get(place)) {
                assertThat(CLAIMS)
                        .as("seed %d, event %d %s", seed, place, event)
                        .doesNotContain(state);
            } else if (ended && enclosed.get(place)) {
                assertThat(CLAIMS)
                        .as("seed %d, event %d %s", seed, place, event)
                        .contains(state);
            }
            claimed += CLAIMS.contains(state) ? 1 : 0;
        }
        return claimed;
    }

    @Test
    void theIntervalsOfAMarketFollowOneAnotherWithoutAHole() throws StoreException, SQLException {
        try (ProductionWriter writer = writer()) {
            int _ = round(writer, 4_711, 0);
        }
        Map<String, List<Interval>> coverage = coverage("true");
        assertThat(coverage).hasSize(3);
        coverage.values().forEach(intervals -> {
            assertThat(intervals.size()).isGreaterThan(3);
            for (int i = 1; i < intervals.size(); i++) {
                assertThat(intervals.get(i).from())
                        .isEqualTo(intervals.get(i - 1).to());
                assertThat(intervals.get(i)).isNotEqualTo(intervals.get(i - 1));
            }
        });
    }

    /** A market received from 1,002 to 2,001, lost, then received and verified from 5,002 on. */
    private void aLossAndAReturn() throws StoreException {
        LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);
        Subscription subscription = new Subscription(1, 1);
        ledger.starts(subscription, "A", List.of(), false);
        heard(ledger, 1, 1_001);
        heard(ledger, 1, 2_001);
        List<String> _ = ledger.breaks(1, 1, BreakReason.OVERFLOW, false);
        ledger.starts(new Subscription(1, 2), "A", List.of(), false);
        heard(ledger, 2, 5_001);
        ledger.verified("A", false);
        heard(ledger, 2, 7_001);
        ledger.verified("A", false);
        heard(ledger, 2, 9_001);
        store(batch -> batch.ledger().add(ledger.drain(true)));
    }

    @Test
    void aGapSaysWhyAndSilenceIsProvisional() throws StoreException, SQLException {
        aLossAndAReturn();
        assertThat(words("A"))
                .containsExactly(
                        "received|1002|2001|1|-",
                        "gap|2001|5002|0|overflow",
                        "verified|5002|7001|1|-",
                        "received|7001|9001|1|-",
                        "provisional|9001|-|0|-");
    }

    @Test
    void aMarketIsMeasuredFromItsOpenToItsClose() throws StoreException, SQLException {
        LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);
        ledger.starts(new Subscription(1, 1), "A", List.of(), false);
        heard(ledger, 1, 3_001);
        heard(ledger, 1, 4_001);
        List<String> _ = ledger.breaks(0, 0, BreakReason.STOPPED, false);
        store(batch -> batch.ledger().add(ledger.drain(true)));
        Sql.execute(
                address,
                "UPDATE store.markets SET status = 'settled', open_time = " + at(1_000) + ", close_time = "
                        + at(6_000));
        assertThat(words("A"))
                .containsExactly("gap|1000|3002|0|-", "received|3002|4001|1|-", "gap|4001|6000|0|stopped");
    }

    @Test
    void aMarketThatOpensWithinASpanHasNoGapBeforeIt() throws StoreException, SQLException {
        LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);
        ledger.starts(new Subscription(1, 1), "A", List.of(), false);
        heard(ledger, 1, 1_001);
        heard(ledger, 1, 9_001);
        store(batch -> batch.ledger().add(ledger.drain(true)));
        Sql.execute(address, "UPDATE store.markets SET status = 'open', open_time = " + at(5_000));
        assertThat(words("A")).containsExactly("received|1002|9001|1|-", "provisional|9001|-|0|-");
    }

    @Test
    void aMarketOfWhichNoTimesAreKnownIsMeasuredFromWhatWasReceived() throws StoreException, SQLException {
        LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);
        ledger.starts(new Subscription(1, 1), "A", List.of(), false);
        heard(ledger, 1, 3_001);
        heard(ledger, 1, 4_001);
        List<String> _ = ledger.breaks(0, 0, BreakReason.STOPPED, false);
        store(batch -> batch.ledger().add(ledger.drain(true)));
        Sql.execute(address, "UPDATE store.markets SET status = 'settled', open_time = NULL, close_time = NULL");
        assertThat(words("A")).containsExactly("received|3002|4001|1|-", "gap|4001|-|0|stopped");
    }

    @Test
    void rowsThatWaitForADecisionAreNotClaimed() throws StoreException, SQLException {
        LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);
        ledger.starts(new Subscription(1, 1), "A", List.of(), false);
        heard(ledger, 1, 1_001);
        heard(ledger, 1, 9_001);
        store(batch -> {
            batch.ledger().add(ledger.drain(true));
            batch.states().add(new ProductionBatch.MarketState("A", new byte[0], new long[] {START + 4_000, 0, 0}));
        });
        assertThat(words("A")).containsExactly("received|1002|4000|1|-", "provisional|4000|-|0|-");
    }

    @Test
    void runsUponAnotherBookAreDisputedWhereLinesOverlap() throws StoreException, SQLException {
        for (long base : new long[] {Long.MIN_VALUE + 10, 77}) {
            String market = "M" + base;
            LineLedger one = new LineLedger(0, numbers::incrementAndGet);
            LineLedger two = new LineLedger(1, numbers::incrementAndGet);
            one.starts(new Subscription(1, 1), market, List.of(), false);
            heard(one, 1, 1_001);
            heard(one, 1, 5_001);
            two.starts(new Subscription(1, 1), market, List.of(), false);
            heard(two, 1, 4_001);
            heard(two, 1, 9_001);
            List<String> _ = one.breaks(0, 0, BreakReason.CUT, false);
            store(batch -> {
                batch.ledger().add(one.drain(true));
                batch.ledger().add(two.drain(true));
                batch.bookRows().add(Batches.delta(market, 10, START + 2_001));
                batch.bookRows().add(Batches.delta(market, 20, START + 8_001));
                batch.runsOpened().add(new RunHead(market, 10, 1));
                batch.runsOpened().add(new RunHead(market, 20, base));
            });
        }
        assertThat(states("M" + (Long.MIN_VALUE + 10))).doesNotContain("disputed", "gap");
        assertThat(states("M77")).contains("disputed").doesNotContain("gap");
    }

    @Test
    void aGapOfTheTradeChannelIsPlannedAndClosedByItsBackfill() throws StoreException, SQLException {
        LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);
        for (int connection = 1; connection <= 2; connection++) {
            long begin = connection * 1_000_000L;
            List<String> _ = ledger.heard(connection, 1, LedgerChannel.TRADE, START + begin);
            List<String> _ = ledger.heard(connection, 1, LedgerChannel.TRADE, START + begin + 100_000);
            List<String> _ = ledger.breaks(connection, 0, BreakReason.CUT, false);
        }
        store(batch -> {
            batch.ledger().add(ledger.drain(true));
            batch.trades().add(Batches.trade(1, "t-1", 100));
        });
        assertThat(words("MARKET-A", "trade"))
                .containsExactly(
                        "received|1001000|1100000|1|-",
                        "gap|1100000|2001000|0|cut",
                        "received|2001000|2100000|1|-",
                        "gap|2100000|-|0|cut");
        try (Backfills ranges = Backfills.open(address, "test")) {
            assertThat(ranges.planGaps()).isEqualTo(1);
            assertThat(ranges.planGaps()).as("once").isZero();
            Backfills.Job job = ranges.next().orElseThrow();
            assertThat(job.fromMicros()).isEqualTo(START + 1_100_000);
            store(batch -> batch.backfills().add(new BackfillStep(job.id(), START + 1_500_000, 7, false)));
            assertThat(ranges.next().orElseThrow().toMicros()).isEqualTo(START + 1_500_000);
            assertThat(words("MARKET-A", "trade")).contains("gap|1100000|2001000|0|cut");
            store(batch -> batch.backfills().add(new BackfillStep(job.id(), job.fromMicros(), 3, true)));
            assertThat(ranges.next()).isEmpty();
            assertThat(ranges.progress(job.id()).orElseThrow().trades()).isEqualTo(10);
        }
        assertThat(words("MARKET-A", "trade")).contains("received|1100000|2001000|0|backfilled");
    }

    @Test
    void aDayIsAsGoodAsItsWorstInterval() throws StoreException, SQLException {
        aLossAndAReturn();
        assertThat(Sql.rows(
                        address, "SELECT state FROM coverage_days WHERE market_ticker = 'A' AND day = '2026-08-10'"))
                .containsExactly("gap");
    }

    private static void heard(LineLedger ledger, int sid, long micros) {
        List<String> _ = ledger.heard(1, sid, LedgerChannel.ORDERBOOK, START + micros);
    }

    private interface Filling {
        void fill(ProductionBatch batch);
    }

    private void store(Filling filling) throws StoreException {
        ProductionBatch batch = ProductionBatch.empty();
        filling.fill(batch);
        try (ProductionWriter writer = writer()) {
            assertThat(writer.commit(batch)).isInstanceOf(CommitResult.Committed.class);
        }
    }

    private ProductionWriter writer() throws StoreException {
        return ProductionWriter.open(address, "trifecta deduplicator", LINES, NOW);
    }

    private List<String> words(String market) throws SQLException {
        return words(market, "orderbook");
    }

    /** Times in microseconds behind the start. */
    private List<String> words(String market, String channel) throws SQLException {
        return Sql.rows(
                address,
                "SELECT state, " + micros("from_ts") + " - " + START + ", " + micros("to_ts") + " - " + START
                        + ", lines, reason FROM coverage WHERE market_ticker = '" + market + "' AND channel = '"
                        + channel
                        + "' ORDER BY from_ts");
    }

    private List<String> states(String market) throws SQLException {
        return Sql.rows(
                address, "SELECT state FROM coverage WHERE market_ticker = '" + market + "' AND channel = 'orderbook'");
    }

    private Map<String, List<Interval>> coverage(String where) throws SQLException {
        Map<String, List<Interval>> coverage = new HashMap<>();
        for (String row : Sql.rows(
                address,
                "SELECT market_ticker, state, " + micros("from_ts") + ", coalesce(" + micros("to_ts") + ", "
                        + Long.MAX_VALUE + ") FROM coverage WHERE channel = 'orderbook' AND " + where
                        + " ORDER BY from_ts")) {
            String[] f = row.split("\\|", -1);
            coverage.computeIfAbsent(f[0], any -> new ArrayList<>())
                    .add(new Interval(f[1], Long.parseLong(f[2]), Long.parseLong(f[3])));
        }
        return coverage;
    }

    private static String at(long micros) {
        return "'" + Instant.EPOCH.plus(START + micros, ChronoUnit.MICROS) + "'";
    }

    private static String micros(String time) {
        return "(extract(epoch FROM " + time + ") * 1000000)::bigint";
    }
}
