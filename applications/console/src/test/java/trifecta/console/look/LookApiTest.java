package trifecta.console.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.service.status.Json;
import trifecta.store.history.BookHistory;
import trifecta.store.postgres.Connections;
import trifecta.store.views.BookDocument;
import trifecta.store.views.TimeText;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** The console's questions against a real production. */
class LookApiTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T20:00:00Z"));
    private static final Duration PATIENCE = Duration.ofMillis(50);

    @SuppressWarnings("NullAway.Init") // once, before any test
    private static TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static SampleProduction sample;

    private final ProductionDesk desk =
            new ProductionDesk(Optional.of(sample.address()), 1, PATIENCE, Duration.ofSeconds(20));
    private final LookApi api = new LookApi(desk, CLOCK);

    @BeforeAll
    static void write() throws Exception {
        database = TestPostgres.shared().database("looks");
        sample = SampleProduction.write(database, CLOCK);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void theBookAtTenRandomInstantsIsThatOfTheCommandLine() throws Exception {
        SplittableRandom random = new SplittableRandom(10);
        try (BookHistory history = BookHistory.open(sample.address(), "test")) {
            for (int each = 0; each < 10; each++) {
                long at = random.nextLong(sample.beginMicros() - 10_000_000, sample.endMicros());
                Map<String, @Nullable Object> json = ok(market("book") + "?at=" + TimeText.iso(at));
                BookDocument document =
                        new BookDocument(SampleProduction.GOLD, at, history.bookAt(SampleProduction.GOLD, at));
                assertThat(json).as("at " + at).containsAllEntriesOf(read(document.json()));
                assertThat(json.get("word")).isEqualTo(document.word());
            }
        }
    }

    @Test
    void theStepsLeadFromChangeToChange() throws IOException {
        TreeSet<Long> times = new TreeSet<>(sample.changes());
        long at = sample.beginMicros();
        for (Long expected : times) {
            if (expected > sample.beginMicros() + 600_000_000L) {
                break;
            }
            Map<String, @Nullable Object> json = ok(market("book") + "?at=" + TimeText.iso(at));
            assertThat(json.get("next_change")).isEqualTo(TimeText.iso(expected));
            Long before = times.lower(at);
            assertThat(json.get("previous_change")).isEqualTo(before == null ? null : TimeText.iso(before));
            at = expected;
        }
        assertThat(at).isGreaterThan(sample.beginMicros());
        assertThat(ok(market("book") + "?at=" + TimeText.iso(times.last())).get("next_change"))
                .isNull();
    }

    @Test
    void aGapIsSaidWithItsReasonAndTheLastBookKnown() throws IOException {
        Map<String, @Nullable Object> json =
                ok(market("book") + "?at=" + TimeText.iso(sample.gapFromMicros() + 60_000_000));
        assertThat(json.get("word")).isEqualTo("gap");
        assertThat(json.get("complete")).isEqualTo(false);
        assertThat(json.get("sentence"))
                .asString()
                .startsWith("something may be missing from " + TimeText.iso(sample.gapFromMicros()))
                .contains(": " + SampleProduction.CUT + "; this is the last book known");
        assertThat(json.get("book")).isNotNull();
    }

    @Test
    void theLatestBookHasTheLedgersWordOnNow() throws IOException {
        Map<String, @Nullable Object> json = ok(market("book"));
        assertThat(json.get("word"))
                .as("a moment before the ledger's last proof")
                .isEqualTo("received");
        assertThat(json.get("complete")).isEqualTo(true);
        LookApi later = new LookApi(desk, InstantSource.fixed(CLOCK.instant().plusSeconds(30)));
        Map<String, @Nullable Object> beyond =
                Json.readObject(later.answer(market("book"), null).body());
        assertThat(beyond.get("word")).isEqualTo("provisional");
        assertThat(beyond.get("complete")).isEqualTo(false);
        assertThat(json.get("now")).isEqualTo("2026-11-30T20:00:00Z");
        assertThat(json.get("book")).isNotNull();
    }

    @Test
    void aSearchFindsPartsOfWordsAndSaysHowManyThereAre() throws IOException {
        Map<String, @Nullable Object> all = ok("/api/markets?limit=10");
        assertThat(all.get("found")).isEqualTo(45L);
        assertThat(all.get("more_than_found")).isEqualTo(false);
        assertThat(tickers(all)).hasSize(10).startsWith(SampleProduction.GOLD);
        assertThat(tickers(ok("/api/markets?search=GOLD+above"))).containsExactly(SampleProduction.GOLD);
        assertThat(tickers(ok("/api/markets?search=kxgold-26&status=open"))).containsExactly(SampleProduction.GOLD);
        assertThat(tickers(ok("/api/markets?search=gold&status=settled"))).isEmpty();
        assertThat(tickers(ok("/api/markets?search=%25"))).containsExactly(SampleProduction.MISCHIEF);
    }

    @Test
    void aTickerOfAnyCharactersIsFoundByItsAddress() throws IOException {
        String path = "/api/markets/" + encoded(SampleProduction.MISCHIEF);
        assertThat(ok(path).get("market_ticker")).isEqualTo(SampleProduction.MISCHIEF);
        assertThat(list(ok(path + "/coverage"), "intervals")).isNotEmpty();
        assertThat(list(ok(path + "/trades"), "trades")).isNotEmpty();
        assertThat(ok(path + "/book").get("sentence")).isEqualTo("nothing of it was recorded");
    }

    @Test
    void tradesAreTheLatestOfTheirIntervalAndACutIsSaid() throws IOException {
        Map<String, @Nullable Object> json =
                ok(market("trades") + "?limit=5&to=" + TimeText.iso(sample.gapFromMicros() + 1));
        assertThat(list(json, "trades")).hasSize(5);
        assertThat(json.get("earlier_ones_cut")).isEqualTo(true);
        Map<String, @Nullable Object> over = ok(market("trades") + "?from="
                + TimeText.iso(sample.gapFromMicros() - 60_000_000) + "&to=" + TimeText.iso(sample.gapUntilMicros()));
        assertThat(list(over, "sentences"))
                .singleElement()
                .asString()
                .contains("something may be missing (" + SampleProduction.CUT + ")");
    }

    @Test
    void coverageIsClippedToItsIntervalWithReasons() throws IOException {
        Map<String, @Nullable Object> json = ok(market("coverage") + "?channel=orderbook&from="
                + TimeText.iso(sample.gapFromMicros() - 1_000_000) + "&to="
                + TimeText.iso(sample.gapUntilMicros() + 1_000_000));
        assertThat(list(json, "intervals").stream().map(each -> String.valueOf(((Map<?, ?>) each).get("state"))))
                .containsExactly("received", "gap", "verified");
        assertThat(list(json, "intervals").get(1)).asString().contains("reason=" + SampleProduction.CUT);
        assertThat(json.get("complete")).isEqualTo(false);
        assertThat(json.get("found")).isEqualTo(3L);
    }

    @Test
    void daysByMarketsShowTheWorstFirstAndSayOfHowMany() throws IOException {
        Map<String, @Nullable Object> json = ok("/api/coverage?days=3&limit=20");
        assertThat(list(json, "days")).containsExactly("2026-11-28", "2026-11-29", "2026-11-30");
        assertThat(json.get("found")).isEqualTo(45L);
        List<Long> gaps = list(json, "markets").stream()
                .map(each -> ((Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) each).get("days")))
                        .values().stream().filter("gap"::equals).count())
                .toList();
        assertThat(gaps).hasSize(20).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(gaps.getFirst()).isPositive();
        assertThat(gaps.getLast()).isLessThan(gaps.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/markets?limit=0",
                "/api/markets?limit=100000",
                "/api/markets?limit=x",
                "/api/markets?status=broken",
                "/api/markets?serch=gold",
                "/api/markets?search=a&search=b",
                "/api/markets?search=%",
                "/api/markets/%zz",
                "/api/markets/A/book?at=yesterday",
                "/api/markets/A/book?at=1900-01-01",
                "/api/markets/A/trades?from=2026-01-02&to=2026-01-01",
                "/api/markets/A/coverage?channel=ticker",
                "/api/coverage?days=400",
                "/api/coverage?until=today"
            })
    void aBadQuestionIs400AndOneSentence(String address) throws IOException {
        Answer answer = ask(address);
        assertThat(answer.code()).as(answer.body()).isEqualTo(400);
        assertThat(Json.readObject(answer.body()).get("error"))
                .asString()
                .endsWith(".")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/markets/KXNONE",
                "/api/markets/KXNONE/book",
                "/api/markets/KXNONE/trades",
                "/api/markets/KXNONE/coverage",
                "/api/markets/%00",
                "/api/markets/",
                "/api/markets/A/B",
                "/api/markets/A/book/C"
            })
    void whatIsNotThereIs404(String address) {
        assertThat(ask(address).code()).isEqualTo(404);
    }

    @Test
    void tooManyQuestionsAreTurnedAwayAndHeldUpByNobodyAfterwards() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return desk.views(views -> {
                    begun.countDown();
                    await(end);
                    return "done";
                });
            } catch (ProductionDesk.Unavailable e) {
                return e.sentence();
            }
        });
        begun.await();
        Answer turnedAway = ask("/api/markets");
        assertThat(turnedAway.code()).isEqualTo(503);
        assertThat(turnedAway.body()).contains("Too many questions");
        assertThat(ask(market("book")).code())
                .as("books have seats of their own")
                .isEqualTo(200);
        end.countDown();
        assertThat(slow.get()).isEqualTo("done");
        assertThat(ask("/api/markets").code()).isEqualTo(200);
    }

    @Test
    void aSlowStatementIsGivenUp() throws Exception {
        try (ProductionDesk hasty =
                        new ProductionDesk(Optional.of(sample.address()), 1, PATIENCE, Duration.ofMillis(200));
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE store.trades IN ACCESS EXCLUSIVE MODE");
            Answer answer = new LookApi(hasty, CLOCK).answer(market("trades"), null);
            assertThat(answer.code()).isEqualTo(503);
            assertThat(answer.body()).contains("took too long");
            other.rollback();
            assertThat(new LookApi(hasty, CLOCK).answer(market("trades"), null).code())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothingCanBeWrittenOverTheseConnections() throws Exception {
        sample.execute("CREATE FUNCTION public.mischief() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN"
                + " CREATE TABLE public.mischief (); RETURN 1; END $$");
        assertThatThrownBy(() -> {
                    try (Connection connection =
                                    Connections.openToRead(sample.address(), "test", Duration.ofSeconds(5));
                            Statement statement = connection.createStatement()) {
                        statement.execute("SELECT public.mischief()");
                    }
                })
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void aProductionThatIsAwayIs503AndItsReturnIsTakenUp() throws Exception {
        try (TestPostgres server = TestPostgres.start()) {
            SampleProduction away = SampleProduction.write(server.database("away"), CLOCK);
            try (ProductionDesk own = new ProductionDesk(Optional.of(away.address()))) {
                LookApi answers = new LookApi(own, CLOCK);
                assertThat(answers.answer("/api/markets", null).code()).isEqualTo(200);
                server.stop();
                for (int each = 0; each < 2 * 2; each++) { // each seat finds its connection broken, then none
                    Answer answer = answers.answer("/api/markets", null);
                    assertThat(answer.code()).isEqualTo(503);
                    assertThat(answer.body())
                            .isEqualTo(
                                    "{\"error\":\"Production does not answer; this page tries again by itself.\"}\n");
                }
                server.restart();
                assertThat(answers.answer("/api/markets", null).code()).isEqualTo(200);
            }
        }
    }

    @Test
    void withoutAProductionItIsSaidWhatToSet() {
        LookApi none = new LookApi(new ProductionDesk(Optional.empty()), CLOCK);
        assertThat(none.answer("/api/coverage", null).body()).contains("set console.production.url");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String market(String part) {
        return "/api/markets/" + SampleProduction.GOLD + "/" + part;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer ask(String address) {
        int question = address.indexOf('?');
        return question < 0
                ? api.answer(address, null)
                : api.answer(address.substring(0, question), address.substring(question + 1));
    }

    private Map<String, @Nullable Object> ok(String address) throws IOException {
        Answer answer = ask(address);
        assertThat(answer.code()).as(address + " " + answer.body()).isEqualTo(200);
        return Json.readObject(answer.body());
    }

    private static Map<String, @Nullable Object> read(Map<String, @Nullable Object> json) throws IOException {
        return Json.readObject(Json.write(json));
    }

    private static List<Object> list(Map<String, @Nullable Object> json, String name) {
        return List.copyOf((List<?>) Objects.requireNonNull(json.get(name)));
    }

    private static List<String> tickers(Map<String, @Nullable Object> json) {
        return list(json, "markets").stream()
                .map(each -> String.valueOf(((Map<?, ?>) each).get("market_ticker")))
                .toList();
    }
}
