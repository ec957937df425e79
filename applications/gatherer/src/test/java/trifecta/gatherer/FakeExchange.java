package trifecta.gatherer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small exchange for one test: REST and WebSocket on one port, driven by the test through {@link FakeBooks}. Independent of the
 * product's own exchange, so that both cannot err together.
 */
final class FakeExchange {
    private static final int REQUEST_BYTES_MAX = 1 << 20;

    final FakeBooks books = new FakeBooks();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private Channel server;
    private volatile boolean refuses;
    private volatile boolean closed;
    private volatile boolean pings;
    private volatile RestTrouble trouble = RestTrouble.NONE;
    final AtomicInteger marketsAsked = new AtomicInteger();
    final AtomicInteger handshakesRefused = new AtomicInteger();
    final AtomicInteger statusesAsked = new AtomicInteger();
    final AtomicInteger latelyAsked = new AtomicInteger();

    FakeExchange() throws InterruptedException {
        server = listen(0);
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    String websocketUrl() {
        return "ws://127.0.0.1:" + port() + "/trade-api/ws/v2";
    }

    String restUrl() {
        return "http://127.0.0.1:" + port() + "/trade-api/v2";
    }

    /** What is wrong with the listing of markets. */
    enum RestTrouble {
        NONE(0, 0),
        /** Three statuses, six attempts each, ever slower. */
        UNAVAILABLE(4, 18),
        TOO_MANY(4, 18),
        /** Three statuses, one attempt each, and a second listing. */
        REFUSED(4, 6),
        TRUNCATED(4, 6),
        /** Two pages of each status, then it shows. */
        LOOP(7, 12);

        final int asksAwaited;
        final int asksAtMost;

        RestTrouble(int asksAwaited, int asksAtMost) {
            this.asksAwaited = asksAwaited;
            this.asksAtMost = asksAtMost;
        }
    }

    /** From now on the listing of markets is answered like this. */
    void rest(RestTrouble what) {
        trouble = what;
    }

    /** From now on connections get a ping ten times a second, as long as the books are not silent. */
    void ping() {
        pings = true;
    }

    /** From now on no key is good enough. */
    void refuseKeys() {
        refuses = true;
    }

    /** Keys are good again. */
    void acceptKeys() {
        refuses = false;
    }

    /** Closes for maintenance: everyone is cut off, nobody let in, and the status says why. */
    void closeForMaintenance() {
        closed = true;
        books.cutAll();
    }

    void openAgain() {
        closed = false;
    }

    private Channel listen(int port) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(REQUEST_BYTES_MAX))
                                .addLast(new Rest())
                                .addLast(new WebSocketServerProtocolHandler("/trade-api/ws/v2", null, true, 1 << 22))
                                .addLast(new Commands());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    /** Cuts all connections and refuses new ones until {@link #comeBack}. */
    int goAway() throws InterruptedException {
        int port = port();
        server.close().sync();
        books.cutAll();
        return port;
    }

    void comeBack(int port) throws InterruptedException {
        server = listen(port);
    }

    void close() throws InterruptedException {
        server.close().sync();
        books.cutAll();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /** Lists markets; everything else goes on to the WebSocket. */
    private final class Rest extends SimpleChannelInboundHandler<FullHttpRequest> {
        Rest() {
            super(false);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if ((refuses || closed) && request.uri().startsWith("/trade-api/ws")) {
                request.release();
                handshakesRefused.incrementAndGet();
                DefaultFullHttpResponse refusal = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        refuses ? HttpResponseStatus.UNAUTHORIZED : HttpResponseStatus.SERVICE_UNAVAILABLE);
                refusal.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
                var _ = context.writeAndFlush(refusal);
                return;
            }
            QueryStringDecoder uri = new QueryStringDecoder(request.uri());
            switch (uri.path()) {
                case "/trade-api/v2/exchange/status" -> {
                    request.release();
                    statusesAsked.incrementAndGet();
                    answer(context, "{\"exchange_active\":%b,\"trading_active\":%b}".formatted(!closed, !closed));
                }
                case "/trade-api/v2/markets" -> {
                    request.release();
                    marketsAsked.incrementAndGet();
                    latelyAsked.addAndGet(uri.parameters().containsKey("min_created_ts") ? 1 : 0);
                    List<String> markets = books.page(name ->
                            uri.parameters().getOrDefault(name, List.of("")).getFirst());
                    String list = "{\"markets\":[" + String.join(",", markets) + "],\"cursor\":";
                    switch (trouble) {
                        case NONE -> answer(context, list + "\"\"}");
                        case LOOP -> answer(context, list + "\"again\"}");
                        case TRUNCATED -> answer(context, list);
                        case UNAVAILABLE -> answer(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "");
                        case TOO_MANY -> answer(context, HttpResponseStatus.TOO_MANY_REQUESTS, "");
                        case REFUSED -> answer(context, HttpResponseStatus.UNAUTHORIZED, "");
                    }
                }
                default -> context.fireChannelRead(request);
            }
        }

        private static void answer(ChannelHandlerContext context, String json) {
            answer(context, HttpResponseStatus.OK, json);
        }

        private static void answer(ChannelHandlerContext context, HttpResponseStatus status, String json) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            DefaultFullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            var _ = context.writeAndFlush(answer);
        }
    }

    private final class Commands extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            byte[] bytes = new byte[frame.content().readableBytes()];
            frame.content().readBytes(bytes);
            books.command(context.channel(), bytes);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete && pings) {
                var _ = context.executor()
                        .scheduleAtFixedRate(() -> ping(context.channel()), 0, 100, TimeUnit.MILLISECONDS);
            }
            super.userEventTriggered(context, event);
        }

        private void ping(Channel channel) {
            if (channel.isActive() && !books.isSilent(channel)) {
                var _ = channel.writeAndFlush(new PingWebSocketFrame());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            books.gone(context.channel());
        }
    }
}
