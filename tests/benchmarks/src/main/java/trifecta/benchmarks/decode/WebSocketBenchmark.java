package trifecta.benchmarks.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.websocket.Closure;
import trifecta.protocol.websocket.ConnectionSettings;
import trifecta.protocol.websocket.Listener;
import trifecta.protocol.websocket.MarketDataConnection;

/**
 * Receives frames over loopback from a server that only writes. Prints messages per second of the clock, and per second of the CPU
 * time of the client's threads, which is what a busy machine leaves comparable. Both clients hand over whole messages as bytes.
 */
final class WebSocketBenchmark {
    private static final int ROUNDS = 3;
    private static final long WARM_UP = 500_000;
    private static final long MESSAGES = 1_500_000;
    private static final long LOOK_MILLIS = 20;
    private static final String SERVER_THREAD = "blaster";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private WebSocketBenchmark() {}

    static void main() throws Exception {
        byte[] block = block(SampleFrames.deltas());
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().name(SERVER_THREAD).daemon().start(() -> blast(server, block));
            URI uri = URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/");
            for (int round = 0; round < ROUNDS; round++) {
                AtomicLong received = new AtomicLong();
                MarketDataConnection connection = MarketDataConnection.open(
                        uri, null, InstantSource.system(), ConnectionSettings.DEFAULTS, new Counter(received));
                measure("MarketDataConnection", received);
                connection.abort();

                received.set(0);
                try (HttpClient http = HttpClient.newHttpClient()) {
                    WebSocket socket = http.newWebSocketBuilder()
                            .buildAsync(uri, new JdkCounter(received))
                            .join();
                    measure("java.net.http.WebSocket", received);
                    socket.abort();
                    http.shutdownNow();
                }
            }
        }
    }

    private static void measure(String name, AtomicLong received) throws InterruptedException {
        await(received, WARM_UP);
        long cpuBefore = clientCpuNanos();
        long before = received.get();
        long began = System.nanoTime();
        await(received, before + MESSAGES);
        double messages = received.get() - before;
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuSeconds = (clientCpuNanos() - cpuBefore) / 1e9;
        System.out.printf(
                "%-24s %,12.0f messages/s of the clock, %,12.0f of the client's CPU time%n",
                name, messages / seconds, messages / cpuSeconds);
    }

    private static void await(AtomicLong received, long count) throws InterruptedException {
        while (received.get() < count) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static long clientCpuNanos() {
        long nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            if (thread != null && !thread.getThreadName().equals(SERVER_THREAD)) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return nanos;
    }

    /** Some frames as one block of bytes, so that the server costs next to nothing. */
    private static byte[] block(List<byte[]> messages) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (byte[] message : messages.subList(0, 1000)) {
            block.write(0x81);
            block.write(126);
            block.write(message.length >> 8);
            block.write(message.length);
            block.writeBytes(message);
        }
        return block.toByteArray();
    }

    private static void blast(ServerSocket server, byte[] block) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                shakeHands(socket);
                OutputStream out = socket.getOutputStream();
                while (true) {
                    out.write(block);
                }
            } catch (SocketException e) {
                // The client had enough; the next one may come.
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void shakeHands(Socket socket) throws IOException, GeneralSecurityException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String key = head.toString().replaceAll("(?is).*sec-websocket-key: *([^\r]+).*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private record Counter(AtomicLong received) implements Listener {
        @Override
        public void opened(MarketDataConnection connection) {}

        @Override
        public void frame(byte[] bytes, int offset, int length) {
            received.lazySet(received.getPlain() + 1);
        }

        @Override
        public void oversized(byte[] first, long messageBytes) {}

        @Override
        public void closed(Closure closure) {}
    }

    /** Joins parts and makes bytes of the characters, as a journal needs them. */
    private record JdkCounter(AtomicLong received, StringBuilder parts) implements WebSocket.Listener {
        JdkCounter(AtomicLong received) {
            this(received, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                byte[] message = parts.toString().getBytes(StandardCharsets.UTF_8);
                parts.setLength(0);
                received.lazySet(received.getPlain() + (message.length > 0 ? 1 : 0));
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            parts.setLength(0);
        }
    }
}
