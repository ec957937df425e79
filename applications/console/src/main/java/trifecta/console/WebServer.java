package trifecta.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import trifecta.console.breaking.BreakApi;
import trifecta.console.breaking.Sender;
import trifecta.console.look.Answer;
import trifecta.console.look.LookApi;
import trifecta.service.OperatingException;
import trifecta.service.status.Json;

/**
 * Serves the page and its data: {@code /} and the other addresses of the page, its files, {@code /api/overview}, {@code /api/live},
 * the questions of {@link LookApi}, and the console's own {@code /status}. Reads alone: any method but GET and HEAD is refused,
 * except for what {@link BreakApi} allows.
 */
final class WebServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    private static final long NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HostGuard hosts;
    private final LiveHub hub;
    private final LookApi looks;
    private final BreakApi breaks;
    private final Supplier<Map<String, Object>> status;

    private WebServer(
            HttpServer server,
            HostGuard hosts,
            LiveHub hub,
            LookApi looks,
            BreakApi breaks,
            Supplier<Map<String, Object>> status) {
        this.server = server;
        this.hosts = hosts;
        this.hub = hub;
        this.looks = looks;
        this.breaks = breaks;
        this.status = status;
    }

    /**
     * Listens.
     *
     * @param port 0 takes a free one
     * @param looks answers the questions to production
     * @param breaks breaks parts of the stack, where that is allowed
     * @param status the console's own status
     * @throws OperatingException when the port is taken
     */
    static WebServer start(
            InetAddress address,
            int port,
            LiveHub hub,
            LookApi looks,
            BreakApi breaks,
            Supplier<Map<String, Object>> status) {
        try {
            Asset.at("/"); // reads the page now, so that the first visitor does not wait for it
            HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
            WebServer server = new WebServer(http, HostGuard.of(address), hub, looks, breaks, status);
            http.setExecutor(server.executor);
            http.createContext("/", server::answer);
            http.start();
            return server;
        } catch (IOException e) {
            throw new OperatingException(
                    "serve the console on " + address.getHostAddress() + ":" + port,
                    String.valueOf(e.getMessage()),
                    "another process has the port, or choose another by console.port",
                    e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            SecurityHeaders.set(exchange.getResponseHeaders());
            String method = exchange.getRequestMethod();
            if (!hosts.accepts(exchange.getRequestHeaders().getFirst("Host"))) {
                text(exchange, MISDIRECTED, "This console answers to localhost alone.\n");
            } else if (method.equals("POST")
                    && exchange.getRequestURI().getRawPath().equals(BreakApi.PATH)) {
                begin(exchange);
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                text(exchange, METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
            } else {
                route(exchange);
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        switch (path) {
            case "/api/overview" -> overview(exchange);
            case "/api/live" -> live(exchange);
            case BreakApi.PATH -> json(exchange, breaks.tell());
            case "/status" -> json(exchange, OK, Json.write(status.get()) + "\n");
            default -> {
                if (LookApi.knows(path)) {
                    look(exchange, path);
                } else {
                    asset(exchange, path);
                }
            }
        }
    }

    private void overview(HttpExchange exchange) throws IOException {
        String whole = hub.whole();
        if (whole.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            json(exchange, UNAVAILABLE, "{\"error\":\"the first second is not over\"}\n");
        } else {
            json(exchange, OK, whole + "\n");
        }
    }

    private void look(HttpExchange exchange, String path) throws IOException {
        Answer answer = looks.answer(path, exchange.getRequestURI().getRawQuery());
        if (answer.code() == UNAVAILABLE) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        json(exchange, answer);
    }

    private void begin(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        Sender sender =
                new Sender(headers.getFirst("Host"), headers.getFirst("Origin"), headers.getFirst(BreakApi.MARK));
        try {
            json(exchange, breaks.begin(exchange.getRequestURI().getRawQuery(), sender));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void live(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            send(exchange, OK, EventStream.CONTENT_TYPE, new byte[0]);
            return;
        }
        Optional<LiveClient> client = hub.join();
        if (client.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", "5");
            text(exchange, UNAVAILABLE, "Too many pages are open.\n");
            return;
        }
        try {
            EventStream.open(exchange).follow(client.get());
        } finally {
            hub.leave(client.get());
        }
    }

    private static void asset(HttpExchange exchange, String path) throws IOException {
        Optional<Asset> found = Asset.at(path);
        Asset asset = found.orElse(Asset.NOT_FOUND);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        if (found.isPresent()) {
            exchange.getResponseHeaders().set("ETag", asset.tag());
        }
        if (found.isPresent() && asset.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(NOT_MODIFIED, NO_BODY);
        } else {
            byte[] content = asset.content().getBytes(StandardCharsets.UTF_8);
            send(exchange, found.isPresent() ? OK : NOT_FOUND, asset.contentType(), content);
        }
    }

    private static void json(HttpExchange exchange, Answer answer) throws IOException {
        json(exchange, answer.code(), answer.body());
    }

    private static void json(HttpExchange exchange, int code, String body) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, code, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void text(HttpExchange exchange, int code, String body) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, code, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int code, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
            exchange.sendResponseHeaders(code, NO_BODY);
        } else {
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
