package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trifecta.console.breaking.BreakApi;
import trifecta.console.look.LookApi;
import trifecta.console.look.ProductionDesk;
import trifecta.service.OperatingException;

class WebServerTest {
    private static final int CLIENTS_MAX = 2;

    private final LiveHub hub = new LiveHub(CLIENTS_MAX);
    private final WebServer server = WebServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            hub,
            new LookApi(new ProductionDesk(Optional.empty()), InstantSource.system()),
            new BreakApi(Optional.empty(), InstantSource.system()),
            () -> Map.of("component", "console"));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void thePageAndItsFilesAreServed() throws Exception {
        assertThat(get("/").body()).contains("<title>Trifecta</title>");
        assertThat(get("/console.js").headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        assertThat(get("/console.css").statusCode()).isEqualTo(200);
        assertThat(get("/icon.svg").statusCode()).isEqualTo(200);
        assertThat(get("/status").body()).contains("\"component\":\"console\"");
    }

    @Test
    void everyAddressOfThePageIsThePageAndItBringsEveryFileThatItNames() throws Exception {
        String page = get("/").body();
        for (String path : List.of("/markets", "/markets/KXA-1", "/markets/a%2Fb%3Cc%3E", "/coverage?days=3")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).as(path).isEqualTo(page);
        }
        for (String path : List.of("/markets/", "/markets/a/b", "/coverage/a", "/market")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        List<String> files = Pattern.compile("(?:src|href)=\"(/[a-z]+\\.[a-z]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(files).contains("/looks.css", "/market.js", "/coverage.js");
        for (String file : files) {
            assertThat(get(file).statusCode()).as(file).isEqualTo(200);
        }
    }

    @Test
    void aQuestionToProductionIsAnsweredAsTheInterfaceSays() throws Exception {
        HttpResponse<String> away = get("/api/markets?limit=3");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(away.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(away.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get("/api/markets?limit=many").statusCode()).isEqualTo(400);
        assertThat(get("/api/market").statusCode()).isEqualTo(404);
    }

    @Test
    void thePageBringsAllItNeedsAndNoScriptOfItsOwn() throws Exception {
        String page = get("/").body();
        assertThat(page).doesNotContain("http://", "https://", "style=").doesNotContainPattern("\\son\\w+=");
        assertThat(page).containsOnlyOnce("<script").contains("<script type=\"module\" src=\"/console.js\"");
        assertThat(get("/console.css").body()).doesNotContain("url(", "@import");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : List.of("/", "/status", "/api/overview", "/nothing", "/console.js")) {
            HttpResponse<String> response = get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        }
    }

    @Test
    void whatChangesIsRefused() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            HttpResponse<String> response = client.send(
                    request("/").method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test
    void aDeployedConsoleBreaksNothing() throws Exception {
        assertThat(get("/api/break").body()).isEqualTo("{\"possible\":false}\n");
        HttpRequest.Builder asked = request("/api/break?what=PRODUCTION").header("X-Trifecta-Break", "yes");
        HttpResponse<String> refused =
                client.send(asked.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Nothing can be broken here");
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
            HttpRequest other = asked.method(method, BodyPublishers.noBody()).build();
            assertThat(client.send(other, BodyHandlers.ofString()).statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
        for (String path : List.of("/api/break/", "/api/breaks", "/api/overview", "/api/live")) {
            HttpRequest other = request(path).POST(BodyPublishers.noBody()).build();
            assertThat(client.send(other, BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isEqualTo(405);
        }
        String rebound = "POST /api/break?what=PRODUCTION HTTP/1.1\r\nHost: evil.example\r\nX-Trifecta-Break: yes\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n";
        assertThat(raw(rebound)).startsWith("HTTP/1.1 421");
    }

    @Test
    void headHasTheHeadersAndNoBody() throws Exception {
        for (String path : List.of("/", "/api/live", "/status")) {
            HttpResponse<String> response = client.send(request(path).HEAD().build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void noPathLeadsOutOfThePage() throws Exception {
        for (String path : List.of(
                "/../pom.xml",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/page/index.html",
                "//etc/passwd",
                "/console.css/..",
                "/WebServer.class",
                "/index.html",
                "/console.js%00.html")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void anUnknownAddressGetsAPageThatLeadsBack() throws Exception {
        HttpResponse<String> response = get("/nothing");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("Nothing here", "href=\"/\"");
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws Exception {
        String tag = get("/console.js").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again =
                client.send(request("/console.js").header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void aForeignNameForLoopbackIsRefused() throws Exception {
        assertThat(raw("GET /api/overview HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST:8080\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void theOverviewIsThereAfterTheFirstSecond() throws Exception {
        assertThat(get("/api/overview").statusCode()).isEqualTo(503);
        hub.publish("{\"tick\":1}", "{}");
        assertThat(get("/api/overview").body()).isEqualTo("{\"tick\":1}\n");
    }

    @Test
    void aPageGetsTheWholeAndThenEverySecond() throws Exception {
        hub.publish("{\"whole\":1}", "{\"second\":1}");
        try (Live live = new Live()) {
            assertThat(live.next()).isEqualTo("whole {\"whole\":1}");
            hub.publish("{\"whole\":2}", "{\"second\":2}");
            hub.publish("{\"whole\":3}", "{\"second\":3}");
            assertThat(live.next()).isEqualTo("second {\"second\":2}");
            assertThat(live.next()).isEqualTo("second {\"second\":3}");
        }
    }

    @Test
    void openPagesAreBounded() throws Exception {
        hub.publish("{}", "{}");
        try (Live first = new Live();
                Live second = new Live()) {
            assertThat(Stream.of(first.next(), second.next())).containsOnly("whole {}");
            HttpResponse<String> third = get("/api/live");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(hub.counts()).isEqualTo(new LiveHub.Counts(2, 1, 0));
        }
    }

    @Test
    void aPageThatCannotFollowIsLetGo() {
        LiveClient slow = hub.join().orElseThrow();
        for (int second = 0; second <= LiveClient.BEHIND_MAX; second++) {
            hub.publish("{}", "{}");
        }
        assertThat(slow.letGo()).isTrue();
        assertThat(hub.counts()).isEqualTo(new LiveHub.Counts(0, 0, 1));
    }

    @Test
    void aPortInUseIsSaidInASentence() {
        assertThatThrownBy(() -> WebServer.start(
                        InetAddress.getLoopbackAddress(),
                        server.port(),
                        hub,
                        new LookApi(new ProductionDesk(Optional.empty()), InstantSource.system()),
                        new BreakApi(Optional.empty(), InstantSource.system()),
                        Map::of))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining(":" + server.port())
                .hasMessageContaining("console.port");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A page's stream of events. */
    private final class Live implements AutoCloseable {
        private final BufferedReader lines;

        Live() throws IOException, InterruptedException {
            var response = client.send(request("/api/live").build(), BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next event's name and data. */
        String next() throws IOException {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    return name + " " + line.substring("data: ".length());
                }
            }
            return "the end";
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
