package trifecta.exchange;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.protocol.Frame;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.Message;
import trifecta.protocol.RequestSigner;

/**
 * A client of the JDK with its own few lines of bookkeeping: decodes frames, checks the numbering, folds the books.
 */
final class TestClient implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    final List<Frame> seen = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final Map<String, Book> books = new HashMap<>();

    /** Jumps of the numbering, as "sid expected got". */
    final List<String> jumps = new ArrayList<>();

    /** Markets of which a later snapshot showed another book than the fold. */
    final List<String> disagreements = new ArrayList<>();

    final List<String> pings = new ArrayList<>();

    private final Map<Integer, Long> lastSeq = new HashMap<>();
    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final FrameDecoder decoder = new FrameDecoder();
    private final StringBuilder part = new StringBuilder();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable WebSocket socket;
    private volatile @Nullable String closed;
    private volatile boolean reading = true;
    private int nextId = 1;

    static TestClient connect(URI uri, RequestSigner signer) throws Exception {
        TestClient client = new TestClient();
        WebSocket.Builder builder = client.http.newWebSocketBuilder();
        signer.headers("GET", uri.getPath(), System.currentTimeMillis()).forEach(builder::header);
        client.socket = builder.buildAsync(uri, client).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return client;
    }

    void send(String text) throws Exception {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a subscribe and waits for its acknowledgements. */
    int subscribe(String channel, List<String> markets) throws Exception {
        int id = nextId++;
        String tickers = markets.isEmpty() ? "" : ",\"market_tickers\":[\"" + String.join("\",\"", markets) + "\"]";
        send("{\"id\":" + id + ",\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"" + channel + "\"]" + tickers
                + "}}");
        Frame ack = await(frame -> frame.envelope().id() == id);
        if (ack.message() instanceof Message.Subscribed subscribed) {
            return subscribed.sid();
        }
        throw new AssertionError("refused: " + ack);
    }

    void update(int id, int sid, String action, List<String> markets) throws Exception {
        send("{\"id\":" + id + ",\"cmd\":\"update_subscription\",\"params\":{\"sids\":[" + sid + "],\"action\":\""
                + action + "\",\"market_tickers\":[\"" + String.join("\",\"", markets) + "\"]}}");
    }

    /** The next frame that fits; all before it are taken in, too. */
    Frame await(Predicate<Frame> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            String text = queue.poll(20, TimeUnit.MILLISECONDS);
            if (text != null) {
                Frame frame = take(text);
                if (wanted.test(frame)) {
                    return frame;
                }
            } else if (closed != null && queue.isEmpty()) {
                throw new AssertionError("closed: " + closed);
            }
        }
        throw new AssertionError("nothing that fits came");
    }

    /** Takes in that many frames. */
    void take(int frames) throws InterruptedException {
        int[] left = {frames};
        await(frame -> --left[0] == 0);
    }

    /** Takes in what came until the connection ended. */
    String awaitClose() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            String text = queue.poll(20, TimeUnit.MILLISECONDS);
            if (text != null) {
                take(text);
            } else {
                String reason = closed;
                if (reason != null && queue.isEmpty()) {
                    return reason;
                }
            }
        }
        throw new AssertionError("still open");
    }

    /** Whether nothing comes for this long. */
    boolean isSilentFor(long millis) throws InterruptedException {
        String text = queue.poll(millis, TimeUnit.MILLISECONDS);
        if (text != null) {
            take(text);
        }
        return text == null;
    }

    void drain() {
        for (String text = queue.poll(); text != null; text = queue.poll()) {
            take(text);
        }
    }

    /** Reads no more, or goes on. */
    void read(boolean on) {
        reading = on;
        WebSocket open = socket;
        if (on && open != null) {
            open.request(1);
        }
    }

    private Frame take(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Frame frame = decoder.decode(bytes, 0, bytes.length);
        seen.add(frame);
        texts.add(text);
        if (frame.envelope().isSequenced()) {
            long expected = lastSeq.getOrDefault(frame.envelope().sid(), 0L) + 1;
            if (frame.envelope().seq() != expected) {
                jumps.add(frame.envelope().sid() + " " + expected + " "
                        + frame.envelope().seq());
            }
            lastSeq.put(frame.envelope().sid(), frame.envelope().seq());
        }
        switch (frame.message()) {
            case Message.Snapshot snapshot -> {
                Book shown = new Book();
                shown.replace(snapshot.levels());
                Book held = books.put(snapshot.market(), shown);
                if (held != null && !shown.isEmpty() && held.hash() != shown.hash()) {
                    disagreements.add(snapshot.market());
                }
            }
            case Message.Delta delta -> {
                Book book = books.get(delta.market());
                if (book == null) {
                    throw new AssertionError("a delta before its snapshot: " + text);
                }
                book.add(delta.side(), delta.priceMicros(), delta.deltaHundredths());
            }
            case Message.Undecodable bad -> throw new AssertionError(bad + ": " + text);
            default -> {}
        }
        return frame;
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            queue.add(part.toString());
            part.setLength(0);
        }
        if (reading) {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        byte[] payload = new byte[message.remaining()];
        message.duplicate().get(payload);
        pings.add(new String(payload, StandardCharsets.UTF_8));
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed = "close " + status + " " + reason;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed = "error " + error;
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        http.shutdownNow();
    }
}
