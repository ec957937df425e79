package trifecta.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Server-sent events over one exchange: {@code whole} once, then a {@code second} each second, comments when there is none. */
final class EventStream {
    static final String CONTENT_TYPE = "text/event-stream";

    /** A connection without a byte for so long may have been forgotten by something on the way. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final int OK = 200;
    private static final int RETRY_MILLIS = 1000;

    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    static EventStream open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(OK, 0);
        return new EventStream(exchange.getResponseBody());
    }

    /** Sends until the page goes away, which is no error, or the server closes. */
    void follow(LiveClient client) {
        try {
            write("retry: " + RETRY_MILLIS + "\n\n");
            if (!client.whole().isEmpty()) {
                write("event: whole\ndata: " + client.whole() + "\n\n");
            }
            while (!client.letGo()) {
                Optional<String> second = client.next(HEARTBEAT);
                write(second.map(news -> "event: second\ndata: " + news + "\n\n")
                        .orElse(": heartbeat\n\n"));
            }
        } catch (IOException gone) {
            return; // the page was closed
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
