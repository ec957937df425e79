package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import trifecta.console.breaking.Sleepers;
import trifecta.service.Config;

/** "Break it yourself" in a real browser, through the whole console; what dies are processes that sleep. */
class BreakPageTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String KILL = "document.querySelector('[data-what=GATHERER][data-line=\"2\"]')";

    @TempDir(cleanup = CleanupMode.NEVER) // the browser writes into it a moment longer
    static Path profile = Path.of("");

    @TempDir
    private Path marks = Path.of("");

    @SuppressWarnings("NullAway.Init") // once, before any test
    private static Browser browser;

    private final List<AutoCloseable> closers = new ArrayList<>();

    @BeforeAll
    static void openBrowser() {
        if (!Browser.present()) {
            System.out.println("skipped: no " + Browser.CHROMIUM + " with " + Browser.DRIVER + " on this machine");
            Assumptions.abort("no chromium");
        }
        browser = new Browser(profile);
    }

    @AfterAll
    static void closeBrowser() {
        if (Browser.present()) {
            browser.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        browser.leave();
        for (AutoCloseable each : closers.reversed()) {
            each.close();
        }
    }

    @Test
    void withoutMarksThereIsNoCard() throws Exception {
        try (FakeStack stack = new FakeStack(InstantSource.system())) {
            open(start(stack, Map.of()));
            browser.await("Number(document.body.dataset.tick) > 1");
            assertThat(browser.script("return document.querySelector('#break-card').checkVisibility()"))
                    .isEqualTo(false);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aClickBreaksAndTheTimeRunsUntilAllIsWhole() throws Exception {
        FakeStack stack = owned(new FakeStack(InstantSource.system()));
        Sleepers sleepers = owned(new Sleepers(marks, List.of("gatherer-1", "gatherer-2", "gatherer-3")));
        stack.state(2, () -> sleepers.runs("gatherer-2") ? "live" : "starting");
        Console console = start(stack, Map.of("console.marks", marks.toString()));
        browser.screen(1280, 900, "light");
        open(console);
        browser.await("document.querySelector('#break-card').checkVisibility()");
        look("idle");
        browser.script(KILL + ".focus(); " + KILL + ".click(); return 1");
        browser.await("document.querySelector('#break-lead').classList.contains('running')");
        assertThat(sleepers.runs("gatherer-2")).isFalse();
        assertThat(browser.script("return " + KILL + ".matches(':disabled')")).isEqualTo(true);
        browser.await("parseFloat(document.querySelector('#break-time').textContent) > 0.5");
        assertThat(outcome())
                .isEqualTo("One gatherer killed: line 2. The time runs until all is whole again, aimed at 15 s,"
                        + " promised within 5 min.");
        assertThat(askAgain(console).statusCode()).isEqualTo(409);
        look("running");
        sleepers.start("gatherer-2");
        browser.await("!document.querySelector('#break-lead').classList.contains('running')");
        assertThat(outcome())
                .matches("One gatherer killed: line 2\\. Whole again after \\d+\\.\\d s, aimed at 15 s,"
                        + " promised within 5 min\\.");
        assertThat(browser.script("return document.querySelector('#break-time').textContent"))
                .asString()
                .matches("\\d+\\.\\ds");
        assertThat(browser.script("return document.activeElement === " + KILL))
                .as("the keyboard is where it was")
                .isEqualTo(true);
        browser.script("document.querySelector('[data-what=PRODUCTION]').click(); return 1");
        browser.await("document.querySelector('#break-trouble').textContent"
                + ".includes('postgres-production: it does not run')");
        look("refused");
        assertThat(browser.complaints()).as("the refusal alone").allMatch(each -> each.contains("409"));
    }

    private static String outcome() {
        return browser.script("return document.querySelector('#break-outcome').textContent")
                .toString()
                .replace('\u00a0', ' ');
    }

    private static HttpResponse<String> askAgain(Console console) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://localhost:" + console.port() + "/api/break?what=GATHERER&line=2");
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("X-Trifecta-Break", "yes")
                    .POST(BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    /** At both widths in both themes: it fits, can be read, and a picture of it is kept. */
    private static void look(String name) throws Exception {
        for (int width : new int[] {390, 1280}) {
            for (String theme : List.of("dark", "light")) {
                String place = "break-" + name + "-" + width + "-" + theme;
                browser.screen(width, 900, theme);
                browser.screenshot(SCREENSHOTS.resolve(place + ".png"));
                assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                        .as(place)
                        .isEqualTo(true);
                assertThat((List<?>) browser.script(Contrast.SCRIPT)).as(place).isEmpty();
            }
        }
    }

    private Console start(FakeStack stack, Map<String, String> more) {
        Map<String, String> values = stack.configuration(0);
        values.putAll(more);
        return owned(Console.start(ConsoleConfig.read(Config.of(values)), InstantSource.system(), failure -> {
            throw new AssertionError(failure);
        }));
    }

    private static void open(Console console) {
        browser.open("http://localhost:" + console.port() + "/");
        browser.await("document.querySelectorAll('.lane[data-condition=live]').length === 4");
    }

    private <T extends AutoCloseable> T owned(T part) {
        closers.add(part);
        return part;
    }
}
