package trifecta.service.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.OperatingException;

/**
 * A process's status over HTTP, on loopback alone: {@code GET /status} answers the JSON the component supplies, and
 * {@code POST /control/NAME?..} does what the component allows. Pages of a browser cannot reach it: a foreign Host (a rebound
 * name) or an Origin is refused.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StatusServer.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;

    private final HttpServer server;
    private final ExecutorService executor;

    private StatusServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /** Listens on 127.0.0.1; port 0 takes a free one. */
    public static StatusServer start(int port, Supplier<Map<String, Object>> status) {
        return start(port, status, Map.of());
    }

    /**
     * Listens on 127.0.0.1 and offers controls as well.
     *
     * @param controls by the name behind {@code /control/}
     * @throws OperatingException when the port is taken
     */
    public static StatusServer start(
            int port, Supplier<Map<String, Object>> status, Map<String, ? extends Control> controls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new OperatingException(
                    "serve the status on 127.0.0.1:" + port, e.getMessage() + "", "choose another port", e);
        }
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        http.setExecutor(executor);
        http.createContext("/status", exchange -> answer(exchange, "GET", "/status", () -> status.get()));
        controls.forEach((name, control) -> {
            String path = "/control/" + name;
            http.createContext(
                    path,
                    exchange ->
                            answer(exchange, "POST", path, () -> control.apply(parameters(exchange.getRequestURI()))));
        });
        http.start();
        return new StatusServer(http, executor);
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Its address, {@code http://127.0.0.1:PORT/status}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port() + "/status");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static void answer(HttpExchange exchange, String method, String path, Supplier<Map<String, Object>> content)
            throws IOException {
        if (!local(exchange)) {
            send(exchange, FORBIDDEN, Map.of("error", "for this machine's own programs alone"));
        } else if (!exchange.getRequestURI().getPath().equals(path)) {
            send(exchange, NOT_FOUND, Map.of("error", "nothing here"));
        } else if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            send(exchange, METHOD_NOT_ALLOWED, Map.of("error", "only " + method));
        } else {
            try {
                send(exchange, OK, content.get());
            } catch (OperatingException e) {
                send(exchange, BAD_REQUEST, Map.of("error", e.getMessage() + ""));
            } catch (RuntimeException e) {
                log.error("{} {} failed", method, path, e);
                send(exchange, INTERNAL_ERROR, Map.of("error", e.toString()));
            }
        }
    }

    private static boolean local(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || exchange.getRequestHeaders().containsKey("Origin")) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return name.equals("127.0.0.1") || name.equals("localhost");
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = uri.getRawQuery();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(decoded(name), decoded(value));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int code, Map<String, Object> content) throws IOException {
        byte[] body = (Json.write(content) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        try (exchange) {
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
