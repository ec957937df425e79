package trifecta.deduplicator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Trades by REST, newest first, from a server that errs as it is told. */
final class TradeServer implements AutoCloseable {
    /** What the next answers are; as they should be when none is told. */
    enum Answer {
        RIGHT,
        TOO_MANY,
        BROKEN,
        HANGING,
        TRUNCATED,
        /** The page that was asked for, with the cursor that asked for it. */
        LOOPING,
        /** The first page under a cursor that never came before. */
        REPEATED,
        /** The last trade of the page says that it happened in 1970. */
        ABSURD
    }

    static final int PAGE = 100;

    final LinkedBlockingQueue<Answer> next = new LinkedBlockingQueue<>();
    final List<String> asked = new ArrayList<>();

    /** What is answered when nothing is queued. */
    volatile Answer standard = Answer.RIGHT;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private final List<String> ids = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private int cursors;

    TradeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/historical/cutoff",
                exchange -> answer(exchange, 200, "{\"trades_created_ts\":\"2021-07-01T00:00:00Z\"}"));
        server.createContext("/markets/trades", this::trades);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void trade(long micros) {
        ids.addFirst(new UUID(7, ids.size()).toString());
        times.addFirst(micros);
    }

    synchronized List<String> ids() {
        return ids.stream().sorted().toList();
    }

    private void trades(HttpExchange exchange) throws IOException {
        Answer queued = next.poll();
        Answer how = queued == null ? standard : queued;
        switch (how) {
            case TOO_MANY -> answer(exchange, 429, "");
            case BROKEN -> answer(exchange, 500, "");
            case HANGING -> {
                try (exchange) {
                    closing.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            default -> answer(exchange, 200, page(exchange.getRequestURI().getQuery(), how));
        }
    }

    private synchronized String page(String query, Answer how) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : query.split("&", -1)) {
            parameters.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        asked.add(query);
        String cursor = parameters.getOrDefault("cursor", "");
        int at = cursor.isEmpty() || how == Answer.REPEATED ? 0 : Integer.parseInt(cursor.replaceAll(".*-", ""));
        long from = Long.parseLong(parameters.getOrDefault("min_ts", "0")) * 1_000_000;
        long until = (Long.parseLong(parameters.getOrDefault("max_ts", "9999999999")) + 1) * 1_000_000;
        List<String> page = new ArrayList<>();
        int i = at;
        while (i < ids.size() && page.size() < PAGE) {
            if (times.get(i) >= from && times.get(i) < until) {
                boolean absurd = how == Answer.ABSURD && page.size() == PAGE - 1;
                page.add("{\"trade_id\":\"" + ids.get(i) + "\",\"ticker\":\"KX\",\"count_fp\":\"1.00\","
                        + "\"yes_price_dollars\":\"0.5000\",\"no_price_dollars\":\"0.5000\",\"taker_side\":\"yes\","
                        + "\"created_time\":\"" + (absurd ? Instant.EPOCH : time(times.get(i))) + "\"}");
            }
            i++;
        }
        String further = i < ids.size() ? "0-" + i : "";
        String told = switch (how) {
            case LOOPING -> "0-" + at;
            case REPEATED -> ++cursors + "-" + PAGE;
            default -> further;
        };
        String text = "{\"trades\":[" + String.join(",", page) + "],\"cursor\":\"" + told + "\"}";
        return how == Answer.TRUNCATED ? text.substring(0, text.length() / 2) : text;
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
