package trifecta.protocol.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears a connection and keeps what it heard as values. */
class Recorder implements Listener {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    /** Too large a message. */
    record Oversized(String first, long bytes) {}

    @Override
    public void opened(MarketDataConnection connection) {
        heard.add("opened");
    }

    @Override
    public void frame(byte[] bytes, int offset, int length) {
        heard.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void oversized(byte[] first, long messageBytes) {
        heard.add(new Oversized(new String(first, StandardCharsets.UTF_8), messageBytes));
    }

    @Override
    public void closed(Closure closure) {
        heard.add(closure);
    }

    Object next() throws InterruptedException {
        Object next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("heard nothing for " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    List<Object> next(int count) throws InterruptedException {
        List<Object> all = new ArrayList<>();
        while (all.size() < count) {
            all.add(next());
        }
        return all;
    }

    /** Passes over everything until the end. */
    Closure closure() throws InterruptedException {
        Object next = next();
        while (!(next instanceof Closure)) {
            next = next();
        }
        return (Closure) next;
    }

    boolean isQuiet() {
        return heard.isEmpty();
    }
}
