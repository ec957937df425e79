package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import trifecta.service.Config;

/** The page in a real browser, fed by fake processes through the whole console. */
class OverviewPageTest {
    /** Positions are fractions of a pixel; less than a whole one is not seen. */
    private static final double PIXEL = 0.99;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir(cleanup = CleanupMode.NEVER) // the browser writes into it a moment longer
    static Path profiles = Path.of("");

    private final InstantSource clock = InstantSource.system();
    private final FakeStack stack = new FakeStack(clock);
    private Console console = start(0);
    private final Browser browser = new Browser(profile());

    @BeforeAll
    static void needsABrowser() {
        if (!Browser.present()) {
            System.out.println("skipped: no " + Browser.CHROMIUM + " with " + Browser.DRIVER + " on this machine");
            Assumptions.abort("no chromium");
        }
    }

    @AfterEach
    void close() {
        browser.close();
        console.close();
        stack.close();
    }

    @Test
    void threeLinesAndTheMergedHistoryAreLiveWithoutAComplaint() throws Exception {
        browser.screen(1280, 900, "light");
        open();
        assertThat(words(".lane .name")).containsExactly("Line 1live", "Line 2live", "Line 3live", "Mergedlive");
        assertThat(browser.script("return document.querySelector('#verdict h1').textContent"))
                .isEqualTo("Nothing missing.");
        assertThat(browser.script("return document.querySelector('#source').textContent"))
                .isEqualTo("Simulated exchange 500 markets. No real market.");
        browser.await(
                "[...document.querySelectorAll('.lane .edge')].every(edge => edge.getAttribute('d').length > 10)");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aKilledLineIsSeenWithinThreeSecondsAndComesBackAsHealed() throws Exception {
        browser.screen(1280, 900, "light");
        open();
        long killed = clock.millis();
        stack.gatherer(2).kill();
        browser.await("document.querySelector('[data-lane=line-2]').dataset.condition === 'down'");
        assertThat(clock.millis() - killed).as("milliseconds until it is seen").isLessThan(3000);
        assertThat(words("#alerts .what")).containsExactly("warning: Line 2 is down");
        assertThat(browser.script("return document.querySelector('#verdict p').textContent")
                        .toString())
                .startsWith("Line 2 is down; line 1 and line 3 carry everything");
        browser.await("document.querySelector('[data-lane=line-2] .hole:not(.soft)')");
        browser.script("document.querySelector('[data-lane=line-2] .hole:not(.soft)').focus(); return 1");
        browser.await("document.querySelector('#tip').textContent.includes('connection refused')");
        stack.restartGatherer(2);
        browser.await("document.querySelector('[data-lane=line-2]').dataset.condition === 'live'");
        browser.await(
                "document.querySelector('#healed-lead').textContent.includes('Line 2 was down: connection refused. Whole again at')");
        assertThat(words("#alerts .what")).isEmpty();
        assertThat(words("[data-lane=production] .hole:not(.soft)")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aDeadConsoleIsSaidAndItsReturnIsTakenUp() throws Exception {
        browser.screen(1280, 900, "light");
        open();
        int port = console.port();
        console.close();
        browser.await("!document.querySelector('#banner').hidden");
        assertThat(browser.script("return document.querySelector('#banner').textContent")
                        .toString())
                .startsWith("The console does not answer. Last data")
                .endsWith("Trying again.");
        console = start(port);
        browser.await("document.querySelector('#banner').hidden");
        browser.await("document.querySelectorAll('.lane[data-condition=live]').length === 4");
    }

    @Test
    void updatesMoveNothing() throws Exception {
        for (int width : new int[] {1280, 390}) {
            browser.screen(width, 900, "light");
            open();
            double[] before = places();
            stack.gatherer(1).kill();
            browser.await("document.querySelector('[data-lane=line-1]').dataset.condition === 'down'");
            assertThat(places()).as(width + " pixels wide").containsExactly(before, within(PIXEL));
            stack.restartGatherer(1);
            browser.await("document.querySelector('[data-lane=line-1]').dataset.condition === 'live'");
            assertThat(places()).as(width + " pixels wide").containsExactly(before, within(PIXEL));
        }
    }

    @Test
    void everySceneFitsAndIsReadableOnADeskAndOnAPhoneInBothThemes() throws Exception {
        for (Rehearsal.Play play : Rehearsal.Play.values()) {
            try (Rehearsal rehearsal = new Rehearsal(play, clock)) {
                for (int width : new int[] {1280, 390}) {
                    for (String theme : List.of("light", "dark")) {
                        String name = play.name().toLowerCase(Locale.ROOT) + "-" + width + "-" + theme;
                        browser.screen(width, 900, theme);
                        browser.open("http://localhost:" + rehearsal.port() + "/");
                        browser.await("document.body.dataset.tick");
                        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
                        assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                                .as(name)
                                .isEqualTo(true);
                        assertThat((List<?>) browser.script(Contrast.SCRIPT))
                                .as(name)
                                .isEmpty();
                    }
                }
                browser.open("about:blank");
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    @Test
    void theThemeCanBeSwitched() throws Exception {
        browser.screen(1280, 900, "light");
        open();
        Object light = ground();
        browser.script("document.querySelector('#theme').click(); return 1");
        assertThat(ground()).isNotEqualTo(light);
        open();
        assertThat(ground()).as("after a reload").isNotEqualTo(light);
        browser.script("document.querySelector('#theme').click(); return 1");
        assertThat(ground()).isEqualTo(light);
    }

    @Test
    void theLanesAreReadBySecondWithTheKeyboard() throws Exception {
        browser.screen(1280, 900, "light");
        open();
        browser.await("Number(document.body.dataset.tick) > 3");
        browser.script("""
                const lanes = document.querySelector('#lanes');
                lanes.focus();
                lanes.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true}));
                return 1""");
        assertThat(browser.script("return document.querySelector('#reading').textContent")
                        .toString())
                .matches("\\d\\d:\\d\\d:\\d\\d UTC; Line 1 .*; Line 2 .*; Line 3 .*; Merged .*");
    }

    private static Path profile() {
        try {
            return Files.createTempDirectory(profiles, "profile");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Console start(int port) {
        ConsoleConfig config = ConsoleConfig.read(Config.of(stack.configuration(port)));
        return Console.start(config, clock, failure -> {
            throw new AssertionError(failure);
        });
    }

    private void open() {
        browser.open("http://localhost:" + console.port() + "/");
        browser.await("document.querySelectorAll('.lane[data-condition=live]').length === 4");
    }

    private List<String> words(String selector) {
        List<?> words = (List<?>) browser.script(
                "return [...document.querySelectorAll('" + selector + "')].map(each => each.textContent)");
        return words.stream().map(String::valueOf).toList();
    }

    private Object ground() {
        return browser.script("return getComputedStyle(document.body).backgroundColor");
    }

    /** Where every card, heading and row stands on the page: top, height and, where it is fixed, width. */
    private double[] places() {
        List<?> numbers = (List<?>) browser.script("""
                return [...document.querySelectorAll('.card, h1, h2, .lane, .plot, tr, .pairs div, dl')].flatMap(each => {
                  const box = each.getBoundingClientRect();
                  return [box.top + scrollY, box.height, each.matches('.plot, .card') ? box.width : 0];
                })""");
        return numbers.stream()
                .mapToDouble(each -> ((Number) each).doubleValue())
                .toArray();
    }
}
