package trifecta.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trifecta.protocol.RequestSigner;
import trifecta.protocol.websocket.Closure.Cause;

/** Conversations with a server that decides over every byte. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MarketDataConnectionTest {
    private static final ConnectionSettings SETTINGS = new ConnectionSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(300), 4 << 20, Optional.empty());

    private final Recorder recorder = new Recorder();

    @Test
    void aSignedHandshakeIsAcceptedAndMessagesFlowBothWays() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        CompletableFuture<byte[]> command = new CompletableFuture<>();
        CompletableFuture<Map<String, String>> request = new CompletableFuture<>();
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.text("hello");
                    command.complete(peer.clientFrame());
                    peer.awaitEnd();
                });
                RawServer spy = new RawServer(peer -> request.complete(peer.request()))) {
            assertThatThrownBy(() -> open(spy.uri(), new RequestSigner("id", keys.getPrivate()), SETTINGS, recorder))
                    .isInstanceOf(ConnectException.class);
            Map<String, String> headers = request.get();
            assertThat(headers)
                    .containsEntry("kalshi-access-key", "id")
                    .containsEntry("first", "GET /trade-api/ws/v2 HTTP/1.1");
            assertThat(RequestSigner.verify(
                            keys.getPublic(),
                            String.valueOf(headers.get("kalshi-access-signature")),
                            "GET",
                            "/trade-api/ws/v2",
                            String.valueOf(headers.get("kalshi-access-timestamp"))))
                    .isTrue();

            MarketDataConnection connection = open(server.uri(), null, SETTINGS, recorder);
            assertThat(recorder.next(2)).containsExactly("opened", "hello");
            assertThat(connection.send("{\"id\":1}".getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(new String(command.get(), StandardCharsets.UTF_8)).isEqualTo("\u0001{\"id\":1}");
            connection.abort();
            assertThat(recorder.closure().cause()).isEqualTo(Cause.CLOSED_BY_US);
            assertThat(connection.send(new byte[1])).isFalse();
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void aRefusedHandshakeTellsTheStatus() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.request();
            peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\nno such key\n"
                    .getBytes(StandardCharsets.US_ASCII));
            peer.awaitEnd();
        })) {
            assertThatThrownBy(() -> open(server.uri(), null, SETTINGS, recorder))
                    .isInstanceOfSatisfying(ConnectException.class, e -> {
                        assertThat(e).hasMessageEndingWith("refused with HTTP 401: no such key");
                        assertThat(e.httpStatus()).hasValue(401);
                        assertThat(e.hint()).contains("key");
                    });
            assertThat(recorder.isQuiet()).isTrue();
        }
    }

    @Test
    void nobodyListeningAndNobodyAnsweringAreConnectFailures() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        assertThatThrownBy(() -> open(nobody, null, SETTINGS, recorder))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("refused");
        try (RawServer mute = new RawServer(RawServer.Peer::awaitEnd)) {
            assertThatThrownBy(
                            () -> open(mute.uri(), null, SETTINGS.withConnectTimeout(Duration.ofMillis(200)), recorder))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("no answer to the handshake within 200 ms");
        }
        try (RawServer rude = new RawServer(peer -> peer.send("hello?\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            assertThatThrownBy(() -> open(rude.uri(), null, SETTINGS, recorder)).isInstanceOf(ConnectException.class);
        }
        assertThat(recorder.isQuiet()).isTrue();
    }

    @Test
    void framesThatComeWithTheHandshakesAnswerAreNotLost() throws Exception {
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            behind.writeBytes(
                    RawServer.frame(RawServer.TEXT, true, Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
        }
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome(behind.toByteArray());
                    peer.awaitEnd();
                });
                MarketDataConnection connection = open(server.uri(), null, SETTINGS, recorder)) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(recorder.next()).isEqualTo("opened");
            for (int i = 0; i < 100; i++) {
                assertThat(recorder.next()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void aStreamSlicedIntoSingleBytesIsTheSame() throws Exception {
        String large = "x".repeat(1000);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(RawServer.frame(RawServer.TEXT, false, "one ".getBytes(StandardCharsets.UTF_8)));
        stream.writeBytes(RawServer.frame(RawServer.PING, true, "heartbeat".getBytes(StandardCharsets.UTF_8)));
        stream.writeBytes(RawServer.frame(0, true, "message".getBytes(StandardCharsets.UTF_8)));
        stream.writeBytes(RawServer.frame(RawServer.TEXT, true, large.getBytes(StandardCharsets.UTF_8)));
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.sendByteByByte(stream.toByteArray());
                    peer.awaitEnd();
                });
                MarketDataConnection connection = open(server.uri(), null, SETTINGS, recorder)) {
            assertThat(recorder.next(3)).containsExactly("opened", "one message", large);
            assertThat(connection.lastReceivedNanos()).isLessThanOrEqualTo(System.nanoTime());
        }
    }

    @Test
    void aPingIsAnsweredWithItsBody() throws Exception {
        CompletableFuture<byte[]> pong = new CompletableFuture<>();
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.send(RawServer.frame(RawServer.PING, true, "heartbeat".getBytes(StandardCharsets.UTF_8)));
                    pong.complete(peer.clientFrame());
                    peer.awaitEnd();
                });
                MarketDataConnection _ = open(server.uri(), null, SETTINGS, recorder)) {
            byte[] frame = pong.get();
            assertThat(frame[0]).isEqualTo((byte) RawServer.PONG);
            assertThat(new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8))
                    .isEqualTo("heartbeat");
        }
    }

    @Test
    @SuppressWarnings("try") // closing again and again is what is tested
    void aGoodbyeOfTheExchangeIsAnsweredAndTold() throws Exception {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.send(RawServer.frame(RawServer.CLOSE, true, new byte[] {3, (byte) 0xE9, 'b', 'y', 'e'}));
                    answer.complete(peer.clientFrame());
                });
                MarketDataConnection connection = open(server.uri(), null, SETTINGS, recorder)) {
            Closure closure = recorder.closure();
            assertThat(closure.cause()).isEqualTo(Cause.CLOSED_BY_EXCHANGE);
            assertThat(closure.sentence()).isEqualTo("the exchange closed the connection: 1001 bye");
            for (int i = 0; i < 100; i++) {
                connection.abort();
                connection.close();
            }
            assertThat(answer.get()[0]).isEqualTo((byte) RawServer.CLOSE);
        }
    }

    @Test
    void aResetInTheMiddleOfAMessageIsALostConnection() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        Recorder slow = new Recorder() {
            @Override
            public void frame(byte[] bytes, int offset, int length) {
                super.frame(bytes, offset, length);
                heard.countDown();
            }
        };
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.text("whole");
                    peer.send(Arrays.copyOf(RawServer.frame(RawServer.TEXT, true, new byte[300]), 100));
                    heard.await();
                    peer.reset();
                });
                MarketDataConnection _ = open(server.uri(), null, SETTINGS, slow)) {
            assertThat(slow.next(2)).containsExactly("opened", "whole");
            assertThat(slow.closure().cause()).isEqualTo(Cause.LOST);
        }
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.send(Arrays.copyOf(RawServer.frame(RawServer.TEXT, true, new byte[300]), 100));
                });
                MarketDataConnection _ = open(server.uri(), null, SETTINGS, recorder)) {
            assertThat(recorder.closure().sentence()).isEqualTo("the connection was lost in the middle of a message");
        }
    }

    @Test
    void anExchangeWithoutPingsIsGivenUpEvenWhenDataFlow() throws Exception {
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    while (!Thread.interrupted()) {
                        peer.text("data");
                        Thread.sleep(5); // the pace of the data
                    }
                });
                MarketDataConnection _ =
                        open(server.uri(), null, SETTINGS.withPingSilenceMax(Duration.ofMillis(400)), recorder)) {
            Closure closure = recorder.closure();
            assertThat(closure.cause()).isEqualTo(Cause.SILENT);
            assertThat(closure.sentence()).isEqualTo("no ping of the exchange for 400 ms");
        }
    }

    @Test
    void anExchangeWithPingsAndNothingElseIsKept() throws Exception {
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    for (int i = 0; i < 100; i++) {
                        peer.send(RawServer.frame(RawServer.PING, true, new byte[0]));
                        Thread.sleep(50); // the pace of the pings
                    }
                    peer.text("still there");
                    peer.awaitEnd();
                });
                MarketDataConnection _ =
                        open(server.uri(), null, SETTINGS.withPingSilenceMax(Duration.ofSeconds(4)), recorder)) {
            assertThat(recorder.next(2)).containsExactly("opened", "still there");
        }
    }

    @Test
    void anOversizedMessageIsToldAndTheConnectionGoesOn() throws Exception {
        String large = "abc".repeat(100_000);
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.text("x".repeat(1000));
                    peer.text(large);
                    peer.send(RawServer.frame(
                            RawServer.TEXT, false, "y".repeat(900).getBytes(StandardCharsets.UTF_8)));
                    peer.send(RawServer.frame(0, true, "z".repeat(101).getBytes(StandardCharsets.UTF_8)));
                    peer.text("next");
                    peer.awaitEnd();
                });
                MarketDataConnection _ = open(server.uri(), null, SETTINGS.withMessageBytesMax(1000), recorder)) {
            assertThat(recorder.next(5))
                    .containsExactly(
                            "opened",
                            "x".repeat(1000),
                            new Recorder.Oversized(large.substring(0, 4096), 300_000),
                            new Recorder.Oversized("y".repeat(900) + "z".repeat(101), 1001),
                            "next");
        }
    }

    @Test
    void aBrokenProtocolEndsTheConnectionWithItsReason() throws Exception {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.send(new byte[] {(byte) 0x83, 0});
                    answer.complete(peer.clientFrame());
                });
                MarketDataConnection _ = open(server.uri(), null, SETTINGS, recorder)) {
            Closure closure = recorder.closure();
            assertThat(closure.cause()).isEqualTo(Cause.PROTOCOL_VIOLATION);
            assertThat(closure.sentence()).contains("unknown opcode 3");
            assertThat(answer.get()).startsWith(RawServer.CLOSE, 3, 0xEA);
        }
    }

    @Test
    void aBusyListenerHoldsTheExchangeBackAndLosesNothing() throws Exception {
        int messages = 400_000;
        byte[] padding = new byte[1000];
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        Recorder busy = new Recorder() {
            @Override
            public void frame(byte[] bytes, int offset, int length) {
                int number = Integer.parseInt(new String(bytes, offset, 10, StandardCharsets.US_ASCII).strip());
                if (number != heard.getAndIncrement()) {
                    throw new IllegalStateException("message " + number + " is out of order");
                }
                if (number == 0) {
                    await(released);
                }
            }
        };
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    Arrays.fill(padding, (byte) '.');
                    for (int i = 0; i < messages; i++) {
                        byte[] number = String.format("%-10d", i).getBytes(StandardCharsets.US_ASCII);
                        System.arraycopy(number, 0, padding, 0, number.length);
                        peer.send(RawServer.frame(RawServer.TEXT, true, padding));
                        if (i % 10 == 0) {
                            peer.send(RawServer.frame(RawServer.PING, true, new byte[0]));
                        }
                        sent.set(i + 1);
                    }
                    peer.send(RawServer.frame(RawServer.CLOSE, true, new byte[0]));
                    peer.awaitEnd();
                });
                MarketDataConnection _ =
                        open(server.uri(), null, SETTINGS.withPingSilenceMax(Duration.ofSeconds(4)), busy)) {
            // Until the buffers of both sockets are full and nothing moves, and longer than the watchdog's patience.
            int before = -1;
            for (int look = 0; look < 3 || before != sent.get(); look++) {
                before = sent.get();
                Thread.sleep(2000);
            }
            assertThat(before).isPositive().isLessThan(messages / 4);
            released.countDown();
            assertThat(busy.closure().cause()).isEqualTo(Cause.CLOSED_BY_EXCHANGE);
            assertThat(heard).hasValue(messages);
        }
    }

    @Test
    void anOrderlyCloseSaysGoodbyeAndWaitsForTheAnswer() throws Exception {
        CompletableFuture<byte[]> goodbye = new CompletableFuture<>();
        try (RawServer server = new RawServer(peer -> {
            peer.welcome();
            goodbye.complete(peer.clientFrame());
            peer.text("last words");
            peer.send(RawServer.frame(RawServer.CLOSE, true, new byte[] {3, (byte) 0xE8}));
            peer.awaitEnd();
        })) {
            MarketDataConnection connection = open(server.uri(), null, SETTINGS, recorder);
            connection.close();
            assertThat(goodbye.get()).containsExactly(RawServer.CLOSE, 3, 0xE8);
            assertThat(recorder.closure().cause()).isEqualTo(Cause.CLOSED_BY_US);
            connection.close();
        }
    }

    @Test
    void aCloseWithoutAnAnswerDoesNotWaitForEver() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            peer.welcome();
            peer.awaitEnd();
        })) {
            MarketDataConnection connection = open(server.uri(), null, SETTINGS, recorder);
            connection.close();
            assertThat(recorder.closure().cause()).isEqualTo(Cause.CLOSED_BY_US);
        }
    }

    @Test
    void aListenerThatThrowsEndsItsConnection() throws Exception {
        Recorder failing = new Recorder() {
            @Override
            public void frame(byte[] bytes, int offset, int length) {
                super.frame(bytes, offset, length);
                throw new IllegalStateException("disk full");
            }
        };
        try (RawServer server = new RawServer(peer -> {
                    peer.welcome();
                    peer.text("one");
                    peer.text("two");
                    peer.awaitEnd();
                });
                MarketDataConnection _ = open(server.uri(), null, SETTINGS, failing)) {
            assertThat(failing.next(2)).containsExactly("opened", "one");
            assertThat(failing.next()).isInstanceOfSatisfying(Closure.class, closure -> {
                assertThat(closure.cause()).isEqualTo(Cause.LISTENER_FAILED);
                assertThat(closure.failure()).hasMessage("disk full");
            });
        }
    }

    @Test
    void theListenerMaySendAndCloseFromItsOwnCalls() throws Exception {
        CompletableFuture<byte[]> command = new CompletableFuture<>();
        Recorder answering = new Recorder() {
            @Override
            public void opened(MarketDataConnection connection) {
                super.opened(connection);
                connection.send("first".getBytes(StandardCharsets.UTF_8));
                connection.close();
            }
        };
        try (RawServer server = new RawServer(peer -> {
            peer.welcome();
            command.complete(peer.clientFrame());
            byte[] goodbye = peer.clientFrame();
            peer.send(RawServer.frame(goodbye[0], true, new byte[0]));
            peer.awaitEnd();
        })) {
            open(server.uri(), null, SETTINGS, answering);
            assertThat(new String(command.get(), StandardCharsets.UTF_8)).isEqualTo("\u0001first");
            assertThat(answering.next()).isEqualTo("opened");
            assertThat(answering.closure().cause()).isEqualTo(Cause.CLOSED_BY_US);
        }
    }

    @Test
    void whatIsNoWebSocketUrlIsAProgrammersError() {
        for (String url : List.of("http://127.0.0.1/", "ws:relative", "wss:///path")) {
            assertThatThrownBy(() -> open(URI.create(url), null, SETTINGS, recorder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(url);
        }
    }

    private static MarketDataConnection open(
            URI uri, @Nullable RequestSigner signer, ConnectionSettings settings, Listener listener)
            throws ConnectException, InterruptedException {
        return MarketDataConnection.open(uri, signer, InstantSource.system(), settings, listener);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
