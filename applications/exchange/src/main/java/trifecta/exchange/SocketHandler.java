package trifecta.exchange;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** What comes in on one WebSocket, handed to the sequencer. */
@SuppressWarnings("FutureReturnValueIgnored") // a socket's failure shows as its end
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final Sequencer sequencer;
    private final int line;
    private volatile String reason = "closed by the client";

    /** Touched by the sequencer's thread alone. */
    private @Nullable Connection connection;

    SocketHandler(Sequencer sequencer, int line) {
        this.sequencer = sequencer;
        this.line = line;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        sequencer.submit(() -> connection = exchange().connected(line, channel, sequencer.nowMicros()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> {
                byte[] command = ByteBufUtil.getBytes(text.content());
                sequencer.submit(() -> exchange().command(connected(), command, sequencer.nowMicros()));
            }
            case PongWebSocketFrame pong ->
                sequencer.submit(() -> exchange().ponged(connected(), sequencer.nowMicros()));
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case CloseWebSocketFrame close ->
                context.writeAndFlush(close.retain()).addListener(done -> context.close());
            default -> context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String why = reason;
        sequencer.submit(() -> exchange().disconnected(connected(), why, sequencer.nowMicros()));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reason = "socket failed: " + cause.getMessage();
        context.close();
    }

    private Exchange exchange() {
        return sequencer.exchange();
    }

    private Connection connected() {
        Connection known = connection;
        if (known == null) {
            throw new IllegalStateException("a socket speaks before it was announced");
        }
        return known;
    }
}
