package trifecta.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exchange for one gatherer that does as little as possible: it lists the load's markets, answers commands, and sends the
 * load's changes as fast as they are taken. No record, no matching, no faults, no signatures.
 */
public final class LoadServer implements AutoCloseable {
    private static final long PING_MILLIS = 5_000;
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Load load;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<LoadConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReferenceArray<@Nullable LoadSubscription> places;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    public LoadServer(Load load) throws IOException {
        this.load = load;
        this.places = new AtomicReferenceArray<>(load.tickers().size());
        this.socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        threads.add(Thread.ofVirtual().start(this::accept));
        threads.add(Thread.ofVirtual().start(this::ping));
    }

    Load load() {
        return load;
    }

    /** For {@code gatherer.websocket-url}. */
    public URI websocket() {
        return URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/trade-api/ws/v2");
    }

    /** For {@code gatherer.rest-url}. */
    public URI rest() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/trade-api/v2");
    }

    void joined(int market, LoadSubscription place) {
        places.set(market, place);
    }

    /**
     * Sends a range of the load; returns when its last byte was taken by the socket.
     *
     * @throws IllegalStateException when the gatherer did something that does not belong to this load
     */
    public void send(int from, int to) throws IOException {
        for (int index = from; index < to; index++) {
            LoadSubscription place = place(index);
            place.connection.send(place, index);
        }
        for (LoadConnection connection : connections) {
            connection.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the load server failed", failed);
        }
    }

    /** Writes changes as they were sent or will be, apart from their number, one on a line. */
    public void lines(int from, int to, OutputStream out) throws IOException {
        FrameBytes line = new FrameBytes();
        for (int index = from; index < to; index++) {
            line.clear();
            load.write(index, place(index).sid, index, line);
            line.add('\n');
            out.write(line.bytes(), 0, line.length());
        }
    }

    private LoadSubscription place(int index) {
        LoadSubscription place = places.get(load.market(index));
        if (place == null) {
            throw new IllegalStateException("nobody has subscribed to market " + load.market(index));
        }
        return place;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
        threads.forEach(Thread::interrupt);
    }

    private void accept() {
        try {
            while (true) {
                Socket taken = socket.accept();
                open.add(taken);
                Thread.ofVirtual().start(() -> serve(taken));
            }
        } catch (SocketException e) {
            // closed
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void ping() {
        try {
            while (true) {
                Thread.sleep(PING_MILLIS);
                for (LoadConnection connection : connections) {
                    connection.ping();
                }
            }
        } catch (InterruptedException | IOException e) {
            // closed, or the gatherer is gone
        }
    }

    private void serve(Socket taken) {
        try (taken) {
            taken.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(taken.getInputStream()));
            OutputStream out = taken.getOutputStream();
            String head = head(in);
            Matcher key = KEY.matcher(head);
            if (key.find()) {
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accepted(key.group(1)) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                LoadConnection connection = new LoadConnection(this, in, out);
                connections.add(connection);
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            } else {
                byte[] body = MarketPages.answer(head.substring(0, head.indexOf('\r')), load.tickers());
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(body);
            }
        } catch (SocketException e) {
            // the gatherer has ended
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            open.remove(taken);
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String accepted(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
