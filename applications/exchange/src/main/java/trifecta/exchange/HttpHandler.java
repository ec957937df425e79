package trifecta.exchange;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.OptionalInt;
import trifecta.protocol.RequestSigner;

/** Takes HTTP requests of one socket: REST, or the handshake that makes it a WebSocket. */
@SuppressWarnings("FutureReturnValueIgnored") // a socket's failure shows as its end
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_ALLOWED = 405;

    private final Gate gate;

    HttpHandler(Gate gate) {
        this.gate = gate;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean alive = HttpUtil.isKeepAlive(request);
        if (!request.decoderResult().isSuccess()) {
            reply(context, RestReply.failure(BAD_REQUEST, "bad_request", "not HTTP"), false);
        } else if (new QueryStringDecoder(request.uri()).path().equals(RequestSigner.WEBSOCKET_PATH)) {
            handshake(context, request);
        } else if (!request.method().equals(HttpMethod.GET)) {
            reply(context, RestReply.failure(NOT_ALLOWED, "method_not_allowed", "GET only"), alive);
        } else {
            gate.rest(request).whenComplete((answer, failure) -> {
                if (failure == null && answer.isNever()) {
                    return; // the client waits until it does not any more
                }
                if (failure == null) {
                    reply(context, answer, alive);
                } else {
                    reply(context, RestReply.failure(500, "internal_error", failure.toString()), false);
                }
            });
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a broken socket: its channelInactive says the rest
    }

    private void handshake(ChannelHandlerContext context, FullHttpRequest request) {
        OptionalInt line = gate.signer(request);
        if (line.isEmpty()) {
            gate.refused();
            reply(context, RestReply.failure(UNAUTHORIZED, "authentication_error", "no valid signature"), false);
            return;
        }
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(Exchange.commandBytesMax())
                .allowExtensions(false)
                .build();
        WebSocketServerHandshaker shaker =
                new WebSocketServerHandshakerFactory(request.uri(), null, config).newHandshaker(request);
        if (shaker == null) {
            reply(context, RestReply.failure(BAD_REQUEST, "bad_request", "no WebSocket handshake"), false);
            return;
        }
        ChannelPipeline pipeline = context.pipeline();
        shaker.handshake(context.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                pipeline.addLast(new WebSocketFrameAggregator(Exchange.commandBytesMax()));
                pipeline.addLast(new SocketHandler(gate.sequencer(), line.getAsInt()));
                pipeline.remove(this);
            } else {
                context.close();
            }
        });
    }

    private static void reply(ChannelHandlerContext context, RestReply answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.json().bytes(), 0, answer.json().length()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.json().length())
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        if (answer.retryAfterSeconds() != RestReply.NO_RETRY) {
            response.headers().setInt(HttpHeaderNames.RETRY_AFTER, answer.retryAfterSeconds());
        }
        context.writeAndFlush(response).addListener(done -> {
            if (!keepAlive) {
                context.close();
            }
        });
    }
}
