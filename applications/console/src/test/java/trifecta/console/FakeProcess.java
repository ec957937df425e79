package trifecta.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Json;

/** A process that only tells its status. It can be killed, started again on the same port, and made to hang. */
final class FakeProcess implements AutoCloseable {
    private final Supplier<Map<String, Object>> status;
    private final Semaphore mayAnswer = new Semaphore(1);
    private int port;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService executor;

    FakeProcess(Supplier<Map<String, Object>> status) {
        this.status = status;
        start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port + "/status");
    }

    /** Starts it, again on the port that it had. */
    void start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            executor = Executors.newVirtualThreadPerTaskExecutor();
            http.setExecutor(executor);
            http.createContext("/status", exchange -> {
                try (exchange) {
                    mayAnswer.acquireUninterruptibly();
                    mayAnswer.release();
                    byte[] body = Json.write(status.get()).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            http.start();
            port = http.getAddress().getPort();
            server = http;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are refused from now on. */
    void kill() {
        if (server != null) {
            server.stop(0);
        }
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    /** Accepts connections and answers nothing from now on. */
    void hang() {
        mayAnswer.acquireUninterruptibly();
    }

    /** Answers what waits, and all that comes. */
    void goOn() {
        mayAnswer.release();
    }

    @Override
    public void close() {
        kill();
    }
}
