package trifecta.protocol.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Shakes hands, then gives its place to the connection's {@link FrameHandler}. */
final class Handshake extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int BODY_SHOWN_MAX = 200;

    private final URI uri;
    private final WebSocketClientHandshaker13 handshaker;
    private final Runnable opened;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /**
     * @param opened called on success, before any frame is read
     */
    Handshake(URI uri, Map<String, String> credentials, FrameHandler frames, Runnable opened) {
        this.uri = uri;
        this.opened = opened;
        HttpHeaders headers = new DefaultHttpHeaders();
        credentials.forEach(headers::set);
        this.handshaker = new OwnHandshaker(uri, headers, frames);
    }

    /** Completes when messages can flow, or with a {@link ConnectException}. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel()).addListener(sent -> {
            if (!sent.isSuccess()) {
                fail(sent.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            done.completeExceptionally(refused(response));
            var _ = ctx.close();
            return;
        }
        try {
            handshaker.finishHandshake(ctx.channel(), response);
        } catch (WebSocketHandshakeException e) {
            fail(e);
            var _ = ctx.close();
            return;
        }
        ctx.pipeline().remove(this);
        opened.run();
        done.complete(null);
    }

    private ConnectException refused(FullHttpResponse response) {
        int status = response.status().code();
        String body = response.content().toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
        String shown =
                body.substring(0, Math.min(body.length(), BODY_SHOWN_MAX)).strip();
        String hint = switch (status) {
            case 401, 403 -> "check the API key id, that the private key file belongs to it, and this machine's clock";
            case 404 -> "check host and path of the WebSocket URL";
            case 429 -> "too many connections or attempts: wait, or use fewer";
            default -> "try again later; if it stays, check the WebSocket URL";
        };
        return new ConnectException(
                "connect to " + uri + ": refused with HTTP " + status + (shown.isEmpty() ? "" : ": " + shown),
                OptionalInt.of(status),
                hint);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        done.completeExceptionally(new ConnectException(
                "connect to " + uri + ": the connection was closed during the handshake",
                OptionalInt.empty(),
                "check that this is the URL of a WebSocket"));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        var _ = ctx.close();
    }

    private void fail(Throwable cause) {
        done.completeExceptionally(new ConnectException(
                "connect to " + uri + ": " + cause.getMessage(),
                OptionalInt.empty(),
                "check the URL, and for wss that the certificate is valid for its host",
                cause));
    }

    /** Netty's handshake with our own reader of frames. */
    private static final class OwnHandshaker extends WebSocketClientHandshaker13 {
        private final FrameHandler frames;

        OwnHandshaker(URI uri, HttpHeaders headers, FrameHandler frames) {
            super(uri, WebSocketVersion.V13, null, false, headers, Integer.MAX_VALUE);
            this.frames = frames;
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return frames;
        }
    }
}
