package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import trifecta.console.look.SampleProduction;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.service.Config;
import trifecta.store.history.BookHistory;
import trifecta.store.views.Amount;
import trifecta.store.views.BookDocument;
import trifecta.store.views.TimeText;
import trifecta.testkit.TestPostgres;

/** Markets, a market and Coverage in a real browser, over a real production, through the whole console. */
class LookPagesTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int DEPTH = 10;
    private static final int DOLLAR = 1_000_000;

    @TempDir(cleanup = CleanupMode.NEVER) // the browser writes into it a moment longer
    static Path profile = Path.of("");

    @SuppressWarnings("NullAway.Init") // once, before any test
    private static Browser browser;

    @SuppressWarnings("NullAway.Init")
    private static TestPostgres server;

    @SuppressWarnings("NullAway.Init")
    private static SampleProduction sample;

    private final InstantSource clock = InstantSource.system();
    private final FakeStack stack = new FakeStack(clock);
    private final Console console = start();

    @BeforeAll
    static void prepare() throws Exception {
        if (!Browser.present()) {
            System.out.println("skipped: no " + Browser.CHROMIUM + " with " + Browser.DRIVER + " on this machine");
            Assumptions.abort("no chromium");
        }
        browser = new Browser(profile);
        server = TestPostgres.start();
        sample = SampleProduction.write(server.database("pages"), InstantSource.system());
    }

    @AfterAll
    static void end() {
        if (Browser.present()) {
            browser.close();
            server.close();
        }
    }

    @AfterEach
    void close() {
        browser.leave();
        console.close();
        stack.close();
    }

    @Test
    void marketsAreSearchedAndAnAddressLeadsThereAndBack() {
        browser.screen(1280, 900, "light");
        open("/markets");
        browser.await("document.body.dataset.markets === '45'");
        assertThat(text("#markets-table tbody .ticker")).isEqualTo(SampleProduction.GOLD);
        assertThat(text("#markets-count")).isEqualTo("45 markets");
        type("#markets-search", "ABOVE 4,000");
        browser.await("document.body.dataset.markets === '1'");
        assertThat(location()).isEqualTo("/markets?search=ABOVE+4%2C000");
        browser.script("document.querySelector('#markets-table .ticker').click(); return 1");
        browser.await(shows("live"));
        assertThat(location()).isEqualTo("/markets/" + SampleProduction.GOLD);
        browser.script("history.back(); return 1");
        browser.await("document.querySelector('#markets-table').checkVisibility()");
        assertThat(browser.script("return document.querySelector('#markets-search').value"))
                .isEqualTo("ABOVE 4,000");
        browser.await("document.body.dataset.markets === '1'");
        browser.script("document.querySelector('.places a').click(); return 1");
        browser.await("document.querySelectorAll('.lane[data-condition=live]').length === 4");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theSlidersBookAtTenRandomInstantsIsThatOfTheCommandLine() throws Exception {
        browser.screen(1280, 900, "light");
        open("/markets/" + SampleProduction.GOLD);
        browser.await(shows("live"));
        browser.await("document.querySelectorAll('.piece[data-state=gap]').length > 0");
        SplittableRandom random = new SplittableRandom(7);
        try (BookHistory history = BookHistory.open(sample.address(), "test")) {
            for (int each = 0; each < 10; each++) {
                browser.script("const slider = document.querySelector('#slider'); slider.value = "
                        + random.nextInt(100, 9990)
                        + "; slider.dispatchEvent(new Event('input', {bubbles: true})); return 1");
                String field = value("#time-field");
                long at = TimeText.parse(field);
                browser.await(shows(String.valueOf(at)));
                BookDocument document =
                        new BookDocument(SampleProduction.GOLD, at, history.bookAt(SampleProduction.GOLD, at));
                assertThat(rungs("bid")).as("bids at " + field).isEqualTo(best(document, Side.YES));
                assertThat(rungs("ask").reversed()).as("asks at " + field).isEqualTo(best(document, Side.NO));
                assertThat(text("#word-word")).endsWith(document.word());
                assertThat(text("#word-sentence")).isEqualToIgnoringCase(document.sentence());
                browser.await("location.search === '?at=' + encodeURIComponent('" + field + "')");
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aGapIsSaidInWordsWithItsReasonOnTheBookAndOnTheBar() {
        browser.screen(1280, 900, "light");
        long at = sample.gapFromMicros() + 300_000_000;
        open("/markets/" + SampleProduction.GOLD + "?at=" + TimeText.iso(at));
        browser.await(shows(String.valueOf(at)));
        assertThat(text("#word-word")).isEqualTo("✕ gap");
        assertThat(text("#word-sentence"))
                .contains(": " + SampleProduction.CUT + "; this is the last book known, it may have changed unseen");
        browser.await("document.querySelector('.track[data-channel=orderbook] .piece[data-state=gap]')");
        browser.script("""
                const tracks = document.querySelector('#tracks');
                tracks.focus();
                for (let i = 0; i < 100; i++) {
                  tracks.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
                  if (document.querySelector('#timeline-reading').textContent.startsWith('books: gap, something may be missing; cut')) break;
                }
                return 1""");
        assertThat(text("#timeline-reading")).startsWith("books: gap, something may be missing; cut; from ");
        assertThat(text("#timeline-tip")).isEqualTo(text("#timeline-reading"));
        browser.await(
                "[...document.querySelectorAll('#intervals tr[data-state=gap] .why')].some(each => each.textContent === 'cut')");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anExactTimeAndTheStepsLeadToChanges() {
        browser.screen(1280, 900, "light");
        open("/markets/" + SampleProduction.GOLD);
        browser.await(shows("live"));
        List<Long> changes = sample.changes();
        long tenth = changes.get(10);
        enterTime(TimeText.iso(tenth));
        browser.await(shows(String.valueOf(tenth)));
        browser.script("document.querySelector('#step-on').click(); return 1");
        browser.await(shows(String.valueOf(changes.get(11))));
        browser.script("document.querySelector('#step-back').click(); return 1");
        browser.await(shows(String.valueOf(tenth)));
        enterTime("the day before");
        browser.await("document.querySelector('#market-trouble').textContent.startsWith('That is no time')");
        browser.script("document.querySelector('#live').click(); return 1");
        browser.await(shows("live"));
        browser.await("location.search === ''");
        assertThat(text("#ladder-age")).startsWith("last change ");
    }

    @Test
    void productionLostIsSaidAndItsReturnIsTakenUp() {
        browser.screen(1280, 900, "light");
        open("/markets/" + SampleProduction.GOLD);
        browser.await(shows("live"));
        server.stop();
        try {
            browser.await("document.querySelector('#market-trouble').textContent"
                    + " === 'Production does not answer; this page tries again by itself.'");
            assertThat(browser.script("return document.querySelector('#market-body').classList.contains('aged')"))
                    .isEqualTo(true);
            browser.await("document.querySelector('#ladder-age').textContent.includes('not seen for')");
            browser.script("document.querySelector('.places a').click(); return 1");
            browser.await("document.querySelectorAll('.lane[data-condition=live]').length === 4");
            browser.script("history.back(); return 1");
        } finally {
            server.restart();
        }
        browser.await("document.querySelector('#market-trouble').hidden && "
                + "!document.querySelector('#market-body').classList.contains('aged')");
        browser.await(shows("live"));
    }

    @Test
    void theHeatMapLeadsToADaysIntervalsAndReasons() {
        browser.screen(1280, 900, "light");
        open("/coverage");
        browser.await("document.body.dataset.coverage === '30'");
        assertThat(text("#coverage-count")).isEqualTo("The first 30 of 45 markets by activity, 14 days");
        browser.script("document.querySelector('#coverage-more').click(); return 1");
        browser.await("document.body.dataset.coverage === '45'");
        browser.script("document.querySelector('#heat button[data-state=gap]').click(); return 1");
        browser.await("document.body.dataset.day");
        browser.await("document.querySelector('#day-intervals tr[data-state=gap]')");
        String opened = location();
        assertThat(opened).startsWith("/coverage?market=").contains("&day=");
        String cell = String.valueOf(browser.script("return document.activeElement.getAttribute('aria-label')"));
        browser.script("document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
                + " {key: 'ArrowDown', bubbles: true})); return 1");
        assertThat(browser.script("return document.activeElement.getAttribute('aria-label')"))
                .isNotEqualTo(cell);
        open(opened);
        browser.await("document.querySelector('#day-intervals tr[data-state=gap]')");
        type("#coverage-search", "gold");
        browser.await("document.body.dataset.coverage === '1'");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aTickerIsTextWhateverItsCharacters() {
        browser.screen(1280, 900, "light");
        open("/markets?search=onerror");
        browser.await("document.body.dataset.markets === '1'");
        assertThat(text("#markets-table .ticker")).isEqualTo(SampleProduction.MISCHIEF);
        browser.script("document.querySelector('#markets-table .ticker').click(); return 1");
        browser.await("document.querySelector('#word-word').textContent === 'no book'");
        assertThat(text("#market-ticker")).isEqualTo(SampleProduction.MISCHIEF);
        browser.await("document.querySelectorAll('#trades tbody tr').length > 3");
        assertThat(browser.script("return document.querySelectorAll('img').length"))
                .isEqualTo(0L);
        open("/markets/KXNONE");
        browser.await("document.querySelector('#market-trouble').textContent.startsWith('Production has no market')");
    }

    @Test
    void everyPageFitsAndIsReadableOnADeskAndOnAPhoneInBothThemes() throws Exception {
        Map<String, String> pages = new LinkedHashMap<>();
        String market = "/markets/" + SampleProduction.GOLD;
        pages.put("markets", "/markets");
        pages.put("market", market);
        pages.put("market-gap", market + "?at=" + TimeText.iso(sample.gapFromMicros() + 300_000_000));
        pages.put("coverage", "/coverage");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            for (int width : new int[] {1280, 390}) {
                for (String theme : List.of("light", "dark")) {
                    String name = page.getKey() + "-" + width + "-" + theme;
                    browser.screen(width, 900, theme);
                    open(page.getValue());
                    if (page.getKey().equals("coverage")) {
                        browser.await("document.body.dataset.coverage");
                        browser.script("document.querySelector('#heat button[data-state=gap]').click(); return 1");
                        browser.await("document.querySelector('#day-intervals table')");
                    } else if (page.getKey().equals("markets")) {
                        browser.await("document.body.dataset.markets");
                    } else {
                        browser.await("document.body.dataset.book && document.querySelector('#intervals table')"
                                + " && document.querySelectorAll('#trades tbody tr').length > 10");
                    }
                    browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
                    assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                            .as(name)
                            .isEqualTo(true);
                    assertThat((List<?>) browser.script(Contrast.SCRIPT))
                            .as(name)
                            .isEmpty();
                }
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    private Console start() {
        Map<String, String> values = new LinkedHashMap<>(stack.configuration(0));
        values.put("console.production.url", sample.address().url());
        values.put("console.production.user", sample.address().user());
        values.put("console.production.password", sample.address().password());
        return Console.start(ConsoleConfig.read(Config.of(values)), clock, failure -> {
            throw new AssertionError(failure);
        });
    }

    private void open(String path) {
        browser.open("http://localhost:" + console.port() + path);
    }

    private static String shows(String instant) {
        return "document.body.dataset.book === '" + SampleProduction.GOLD + " " + instant + "'";
    }

    private static String text(String selector) {
        return String.valueOf(browser.script("return document.querySelector('" + selector + "').textContent"));
    }

    private static String value(String selector) {
        return String.valueOf(browser.script("return document.querySelector('" + selector + "').value"));
    }

    private static String location() {
        return String.valueOf(browser.script("return location.pathname + location.search"));
    }

    private static void type(String selector, String text) {
        browser.script("const field = document.querySelector('" + selector + "'); field.value = '" + text
                + "'; field.dispatchEvent(new Event('input', {bubbles: true})); return 1");
    }

    private static void enterTime(String text) {
        browser.script("const field = document.querySelector('#time-field'); field.focus(); field.value = '" + text
                + "'; document.querySelector('#time-form').requestSubmit(); return 1");
    }

    /** Price and contracts of each rung that is shown, from the top. */
    private static List<String> rungs(String kind) {
        List<?> rows = (List<?>) browser.script("return [...document.querySelectorAll('.ladder tr." + kind
                + ":not(.blank)')].map(row => row.cells[0].textContent + ' ' + row.cells[1].textContent)");
        return rows.stream().map(String::valueOf).toList();
    }

    /** The same of the levels of a side, the best ones first, as the command line writes them. */
    private static List<String> best(BookDocument document, Side side) {
        List<String> best = new ArrayList<>();
        List<Level> levels = document.book().orElseThrow().levels().stream()
                .filter(level -> level.side() == side)
                .toList()
                .reversed();
        for (Level level : levels.subList(0, Math.min(DEPTH, levels.size()))) {
            long price = side == Side.YES ? level.priceMicros() : DOLLAR - level.priceMicros();
            best.add(Amount.price(price).toPlainString() + " " + Amount.grouped(Amount.size(level.sizeHundredths())));
        }
        return best;
    }
}
