package trifecta.protocol.websocket;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.RequestSigner;
import trifecta.protocol.websocket.Closure.Cause;

/**
 * One WebSocket connection to the exchange. One thread, its own or one that it shares, reads the socket and calls the listener.
 * Pings are answered. All methods may be called from any thread, the listener's calls included.
 *
 * <p>Why Netty, and why the frames are read by our own {@link MessageAssembler}: docs/decisions/0002-json-websocket-http.md.
 */
public final class MarketDataConnection implements AutoCloseable {
    /** How much of an oversized message is kept: enough for its envelope and the beginning of its content. */
    public static final int OVERSIZED_BYTES_KEPT = 4096;

    /** Bound of what waits to be sent. Commands are small and few: more than this means that nothing is taken off any more. */
    public static final long OUTGOING_BYTES_MAX = 4 << 20;

    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final int HANDSHAKE_BYTES_MAX = 64 * 1024;
    private static final int GOING_AWAY_NORMALLY = 1000;

    private final URI uri;
    private final ConnectionSettings settings;
    private final Listener listener;
    private final EventLoopGroup threads;
    private final @Nullable ConnectionThreads own;
    private final AtomicReference<@Nullable Closure> closure = new AtomicReference<>();
    private final AtomicLong outgoingBytes = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Channel channel;
    private volatile boolean open;
    private volatile long lastReceivedNanos = System.nanoTime();

    private MarketDataConnection(
            URI uri, ConnectionSettings settings, Listener listener, @Nullable ConnectionThreads shared) {
        this.uri = uri;
        this.settings = settings;
        this.listener = listener;
        this.own = shared == null ? new ConnectionThreads(1) : null;
        this.threads = own == null ? Objects.requireNonNull(shared).group() : own.group();
    }

    /** The same with a thread of its own. */
    public static MarketDataConnection open(
            URI uri,
            @Nullable RequestSigner signer,
            InstantSource clock,
            ConnectionSettings settings,
            Listener listener)
            throws ConnectException, InterruptedException {
        return open(uri, signer, clock, settings, listener, null);
    }

    /**
     * Connects, shakes hands and returns when messages can flow.
     *
     * @param uri {@code ws} or {@code wss}, with path
     * @param signer signs the handshake; null: no credentials are sent
     * @param clock gives the time of the signature
     * @param shared threads that it shares with others; null: it has one of its own
     * @throws ConnectException when the connection or the handshake failed; the listener has then heard nothing
     */
    public static MarketDataConnection open(
            URI uri,
            @Nullable RequestSigner signer,
            InstantSource clock,
            ConnectionSettings settings,
            Listener listener,
            @Nullable ConnectionThreads shared)
            throws ConnectException, InterruptedException {
        Address address = Address.of(uri);
        SslContext tls = address.isSecure() ? Tls.context(uri, settings) : null;
        Map<String, String> credentials =
                signer == null ? Map.of() : signer.headers("GET", uri.getRawPath(), clock.millis());
        MarketDataConnection connection = new MarketDataConnection(uri, settings, listener, shared);
        boolean opened = false;
        try {
            connection.connect(address, tls, credentials);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                connection.giveUp();
            }
        }
    }

    private void connect(Address address, @Nullable SslContext tls, Map<String, String> credentials)
            throws ConnectException, InterruptedException {
        FrameHandler frames = new FrameHandler(this, listener, settings);
        Handshake handshake = new Handshake(uri, credentials, frames, this::opened);
        ChannelFuture connecting = new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BUFFER_BYTES))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel created) {
                        if (tls != null) {
                            created.pipeline().addLast(tls.newHandler(created.alloc(), address.host(), address.port()));
                        }
                        created.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(HANDSHAKE_BYTES_MAX))
                                .addLast(handshake);
                    }
                })
                .connect(address.host(), address.port());
        channel = connecting.channel();
        await(connecting);
        try {
            handshake.done().get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw late("no answer to the handshake", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        }
    }

    private void await(ChannelFuture connecting) throws ConnectException, InterruptedException {
        Duration bound = settings.connectTimeout().plusSeconds(1); // name resolution has no time limit of its own
        if (!connecting.await(bound.toMillis())) {
            throw late("not connected", new TimeoutException());
        }
        if (!connecting.isSuccess()) {
            throw new ConnectException(
                    "connect to " + uri + ": " + connecting.cause().getMessage(),
                    OptionalInt.empty(),
                    "check host and port, and that the exchange can be reached from here",
                    connecting.cause());
        }
    }

    private ConnectException late(String fact, Exception cause) {
        return new ConnectException(
                "connect to " + uri + ": " + fact + " within "
                        + settings.connectTimeout().toMillis() + " ms",
                OptionalInt.empty(),
                "check the network, or try again later",
                cause);
    }

    /** After a failure of {@link #connect}: what it began is taken back, and the listener hears nothing. */
    private void giveUp() {
        closure.compareAndSet(null, new Closure(Cause.CLOSED_BY_US, "not opened", null));
        Channel begun = channel;
        if (begun != null) {
            var _ = begun.close();
        }
        stopThread();
    }

    /** On the event loop, when the handshake succeeded. */
    private void opened() {
        if (isEnding()) {
            return; // open() gave up in the meantime
        }
        open = true;
        try {
            listener.opened(this);
        } catch (RuntimeException e) {
            end(new Closure(Cause.LISTENER_FAILED, "the listener failed: " + e, e));
        }
    }

    /**
     * Sends a text message.
     *
     * @return false when it was not taken: the connection is gone, or {@link #OUTGOING_BYTES_MAX} bytes wait already
     */
    public boolean send(byte[] text) {
        Channel current = channel;
        if (current == null || !isOpen()) {
            return false;
        }
        if (outgoingBytes.addAndGet(text.length) > OUTGOING_BYTES_MAX) {
            outgoingBytes.addAndGet(-text.length);
            return false;
        }
        current.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)))
                .addListener(sent -> {
                    outgoingBytes.addAndGet(-text.length);
                    Throwable failure = sent.cause();
                    if (failure != null) {
                        end(new Closure(Cause.LOST, "sending failed: " + failure.getMessage(), failure));
                    }
                });
        return true;
    }

    public boolean isOpen() {
        return open && !isEnding();
    }

    /** {@link System#nanoTime} at which anything was last received. */
    public long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /**
     * Closes in an orderly way and returns when it is done, at most {@link ConnectionSettings#closeTimeout} later; on the
     * listener's own thread it returns at once.
     */
    @Override
    public void close() {
        Channel current = channel;
        if (current == null) {
            return;
        }
        EventLoop loop = current.eventLoop();
        if (closure.compareAndSet(null, new Closure(Cause.CLOSED_BY_US, "we closed the connection", null))) {
            askToClose(current);
        }
        if (!loop.inEventLoop()) {
            awaitEnd();
        }
    }

    private void askToClose(Channel current) {
        var _ = current.writeAndFlush(new CloseWebSocketFrame(GOING_AWAY_NORMALLY, ""));
        try {
            var forced = current.eventLoop()
                    .schedule(this::closeChannel, settings.closeTimeout().toNanos(), TimeUnit.NANOSECONDS);
            current.closeFuture().addListener(_ -> forced.cancel(false));
        } catch (RejectedExecutionException e) {
            closeChannel(); // the other side closed first, and its thread has ended: there is nothing to wait for
        }
    }

    private void closeChannel() {
        Channel current = channel;
        if (current != null) {
            var _ = current.close();
        }
    }

    private void awaitEnd() {
        try {
            // Twice the time: once for the other side's answer, once for a listener that is still busy.
            if (!ended.await(2 * settings.closeTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                abort();
            }
        } catch (InterruptedException e) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    /** Closes at once with a TCP reset. */
    public void abort() {
        closure.compareAndSet(null, new Closure(Cause.CLOSED_BY_US, "we cut the connection", null));
        Channel current = channel;
        if (current == null || !current.isOpen()) {
            return;
        }
        try {
            current.eventLoop().execute(() -> cut(current));
        } catch (RejectedExecutionException e) {
            return; // the connection's thread has ended, and the connection before it
        }
    }

    private static void cut(Channel current) {
        try {
            current.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            return; // the socket is closed already: there is nothing left to cut
        }
        var _ = current.close();
    }

    /** Whether its end has begun: nothing more is read, and nothing sent. */
    boolean isEnding() {
        return closure.get() != null;
    }

    void received(long nanos) {
        lastReceivedNanos = nanos;
    }

    /** Ends the connection; the first reason counts. */
    void end(Closure reason) {
        Channel current = channel;
        closure.compareAndSet(null, reason);
        if (current != null) {
            var _ = current.close();
        }
    }

    /** On the event loop, when the socket is closed: the listener's last call. */
    void channelEnded() {
        Closure reason = closure.get();
        try {
            if (open && reason != null) {
                listener.closed(reason);
            }
        } finally {
            open = false;
            ended.countDown();
            stopThread();
        }
    }

    private void stopThread() {
        if (own != null) {
            own.close();
        }
    }
}
