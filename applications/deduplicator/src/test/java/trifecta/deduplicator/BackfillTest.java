package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trifecta.deduplicator.TradeServer.Answer;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestSettings;
import trifecta.store.production.Backfills;

/** Trades fetched from a server that errs, into a real production: none twice, and a range counts only when it is whole. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BackfillTest {
    private static final long FROM = Happening.BEGIN_MICROS;
    private static final int TRADES = 350;
    /** Three trades a second. */
    private static final long APART = 333_333;

    private static final long TO = FROM + TRADES * APART;

    private final LinkedBlockingQueue<Throwable> failed = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private TradeServer server;

    @SuppressWarnings("NullAway.Init")
    private MergeStage stage;

    private long range;

    @BeforeEach
    void start() throws Exception {
        server = new TradeServer();
        stage = new MergeStage(1);
        stage.step();
        for (int i = 0; i < TRADES; i++) {
            server.trade(FROM + i * APART);
        }
        try (Backfills ranges = ranges()) {
            range = ranges.request(null, FROM, TO);
        }
    }

    @AfterEach
    void stop() {
        stage.close();
        server.close();
        assertThat(failed).isEmpty();
    }

    private Backfills ranges() throws Exception {
        return Backfills.open(stage.productionAddress(), "test");
    }

    private Backfills.Progress progress() throws Exception {
        try (Backfills ranges = ranges()) {
            Optional<Backfills.Progress> known = ranges.progress(range);
            return known.orElseThrow();
        }
    }

    private Backfill run() {
        RestSettings settings = RestSettings.defaults(server.uri())
                .withRate(100_000)
                .withCallTimeout(Duration.ofMillis(500))
                .withRetries(2, Duration.ofMillis(1), Duration.ofMillis(2));
        RestClient rest = new RestClient(settings, null, InstantSource.system(), new SplittableRandom(1));
        return Backfill.start(
                rest,
                new Backfill.Pauses(Duration.ofMillis(5), Duration.ofMillis(20)),
                stage.productionAddress(),
                stage.inbox,
                InstantSource.system(),
                failed::add);
    }

    /** The merge takes what comes until something is so. */
    private void merge(Callable<Boolean> until) throws Exception {
        while (!until.call()) {
            for (int i = 0; i < 10; i++) {
                stage.step();
            }
        }
    }

    private List<String> stored() throws Exception {
        return stage.query("SELECT trade_id FROM trades ORDER BY 1");
    }

    private boolean counts() throws Exception {
        return !stage.query("SELECT state FROM store.trade_coverage WHERE state = 'received'")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Answer.class)
    void whateverTheServerDoesOnceItEndsWithEachTradeOnce(Answer trouble) throws Exception {
        server.next.addAll(List.of(Answer.RIGHT, trouble, trouble, trouble));
        try (Backfill _ = run()) {
            merge(() -> progress().finished());
        }
        assertThat(stored()).isEqualTo(server.ids());
        assertThat(counts()).isTrue();
        assertThat(progress().failure()).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = Answer.class, mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
    void whileTheServerErrsTheRangeDoesNotCountAndProductionSaysWhy(Answer trouble) throws Exception {
        server.next.add(Answer.RIGHT);
        server.standard = trouble;
        try (Backfill _ = run()) {
            merge(() -> progress().failure() != null);
            int asked = server.asked.size();
            merge(() -> trouble == Answer.TOO_MANY
                    || trouble == Answer.BROKEN
                    || trouble == Answer.HANGING
                    || server.asked.size() > asked + 6);
            assertThat(progress().finished()).isFalse();
            assertThat(counts()).isFalse();
            if (trouble == Answer.ABSURD) {
                assertThat(progress().reachedMicros())
                        .as("a wrong time proves nothing")
                        .isGreaterThan(FROM + TRADES / 2 * APART);
            }
            assertThat(stored()).doesNotHaveDuplicates();
            assertThat(server.ids()).containsAll(stored());

            server.standard = Answer.RIGHT;
            merge(() -> progress().finished());
        }
        assertThat(stored()).isEqualTo(server.ids());
        assertThat(counts()).isTrue();
    }

    @Test
    void afterACrashBetweenPagesItGoesOnWhereProductionStands() throws Exception {
        server.next.addAll(List.of(Answer.RIGHT, Answer.RIGHT));
        server.standard = Answer.HANGING;
        try (Backfill _ = run()) {
            merge(() -> progress().trades() == 2 * TradeServer.PAGE);
        }
        stage.closeSession();
        assertThat(counts()).isFalse();
        assertThat(stored()).hasSize(2 * TradeServer.PAGE);
        long reached = progress().reachedMicros();
        server.asked.clear();
        server.standard = Answer.RIGHT;
        try (Backfill _ = run()) {
            merge(() -> progress().finished());
        }
        assertThat(server.asked)
                .isNotEmpty()
                .allMatch(query -> query.contains("max_ts=" + Math.ceilDiv(reached, 1_000_000)));
        assertThat(stored()).isEqualTo(server.ids());
        assertThat(counts()).isTrue();
    }

    @Test
    void aSessionThatEndsWithAPageInHandIsGivenItAgain() throws Exception {
        try (Backfill _ = run()) {
            for (int i = 0; !progress().finished(); i++) {
                stage.step();
                if (i % 3 == 2) {
                    stage.closeSession();
                }
            }
        }
        assertThat(stored()).isEqualTo(server.ids());
    }
}
