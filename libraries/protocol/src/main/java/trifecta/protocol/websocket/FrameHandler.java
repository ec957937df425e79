package trifecta.protocol.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.websocket.Closure.Cause;

/**
 * The reading end of an open connection: messages to the listener, pongs to the exchange, and the watchdog. Lives on the
 * connection's own event loop, which the listener may block: then nothing is read, and TCP holds the exchange back.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter implements WebSocketFrameDecoder, MessageAssembler.Sink {
    private static final int WATCHES_PER_SILENCE = 4;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_STATUS = 1005;

    private final MarketDataConnection connection;
    private final Listener listener;
    private final MessageAssembler assembler;
    private final long silenceNanosMax;

    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private long waitingSince = System.nanoTime();
    private long waitedNanos;

    FrameHandler(MarketDataConnection connection, Listener listener, ConnectionSettings settings) {
        this.connection = connection;
        this.listener = listener;
        this.assembler = new MessageAssembler(settings.messageBytesMax(), this);
        this.silenceNanosMax = settings.pingSilenceMax().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        waitingSince = System.nanoTime();
        long period = Math.max(1, silenceNanosMax / WATCHES_PER_SILENCE);
        var watch = ctx.executor().scheduleWithFixedDelay(this::watch, period, period, TimeUnit.NANOSECONDS);
        ctx.channel().closeFuture().addListener(_ -> watch.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        long now = System.nanoTime();
        if (!reading) {
            reading = true;
            waitedNanos += now - waitingSince;
        }
        connection.received(now);
        try {
            assembler.read((ByteBuf) received);
        } catch (ProtocolViolation e) {
            write(new CloseWebSocketFrame(PROTOCOL_ERROR, ""));
            end(Cause.PROTOCOL_VIOLATION, "the exchange broke the WebSocket protocol: " + e.getMessage(), e);
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        waitingSince = System.nanoTime();
        ctx.channel().flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        String place = assembler.isBetweenMessages() ? "" : " in the middle of a message";
        end(Cause.LOST, "the connection was lost" + place, null);
        connection.channelEnded();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(Cause.LOST, "the connection was lost: " + cause.getMessage(), cause);
    }

    /**
     * Time counts only while we wait for data: behind a busy listener, pings stand in the socket's buffer and say nothing about
     * the exchange.
     */
    private void watch() {
        long waited = waitedNanos + (reading ? 0 : System.nanoTime() - waitingSince);
        if (waited > silenceNanosMax) {
            Duration silence = Duration.ofNanos(silenceNanosMax);
            end(Cause.SILENT, "no ping of the exchange for " + silence.toMillis() + " ms", null);
        }
    }

    @Override
    public boolean message(byte[] bytes) {
        return heard(() -> listener.frame(bytes, 0, bytes.length));
    }

    @Override
    public boolean oversized(byte[] first, long messageBytes) {
        return heard(() -> listener.oversized(first, messageBytes));
    }

    @Override
    public boolean ping(byte[] body) {
        waitedNanos = 0;
        ChannelHandlerContext ctx = context;
        // Whoever pings without reading the answers gets no more of them: they would pile up here.
        if (ctx != null && ctx.channel().isWritable()) {
            write(new PongWebSocketFrame(Unpooled.wrappedBuffer(body)));
        }
        return true;
    }

    @Override
    public boolean close(byte[] body) {
        int code = body.length >= 2 ? ((body[0] & 0xFF) << 8) | (body[1] & 0xFF) : NO_STATUS;
        String reason = body.length > 2 ? " " + new String(body, 2, body.length - 2, StandardCharsets.UTF_8) : "";
        if (!connection.isEnding()) {
            write(code == NO_STATUS ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
        }
        end(Cause.CLOSED_BY_EXCHANGE, "the exchange closed the connection: " + code + printable(reason), null);
        return false;
    }

    /** Through the whole pipeline: the encoder of frames stands behind us. Flushed when what was received is read. */
    private void write(WebSocketFrame frame) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        ctx.channel().write(frame).addListener(written -> {
            Throwable failure = written.cause();
            if (failure != null) {
                end(Cause.LOST, "sending failed: " + failure.getMessage(), failure);
            }
        });
    }

    /** Tells the listener, unless the end has begun: then only the exchange's goodbye is still of interest. */
    private boolean heard(Runnable call) {
        if (connection.isEnding()) {
            return true;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            end(Cause.LISTENER_FAILED, "the listener failed: " + e, e);
        }
        return true;
    }

    private void end(Cause cause, String sentence, @Nullable Throwable failure) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.channel().flush();
        }
        connection.end(new Closure(cause, sentence, failure));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
