package trifecta.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bounded queue of bytes to one connection. The sequencer appends whole WebSocket frames; the network thread writes them in large
 * pieces. Everything but the progress of writing belongs to the sequencer.
 */
final class Outbox {
    /** A piece is handed over when it is about this large, or when the turn ends. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int SHORT_LENGTH_MAX = 125;
    private static final int MEDIUM_LENGTH_MAX = 0xFFFF;
    private static final int FRAME_HEAD_BYTES_MAX = 10;
    private static final int FIN_TEXT = 0x81;
    private static final int FIN_CLOSE = 0x88;
    private static final int FIN_PING = 0x89;

    private record Piece(ByteBuf bytes, long lastIndex) {}

    private final Channel channel;
    private final long limitBytes;
    private final ArrayDeque<Piece> held = new ArrayDeque<>();
    private final AtomicLong writtenBytes = new AtomicLong();
    private volatile long writtenIndex;
    private ByteBuf open;
    private long appendedBytes;
    private long lastIndex;
    private boolean holding;
    private boolean full;
    private ChannelFuture lastWrite;

    Outbox(Channel channel, long limitBytes) {
        this.channel = channel;
        this.limitBytes = limitBytes;
        this.lastWrite = channel.newSucceededFuture();
        this.open = channel.alloc().directBuffer(PIECE_BYTES);
    }

    /** Bytes that the network has not taken yet. */
    long pendingBytes() {
        return appendedBytes - writtenBytes.get();
    }

    boolean hasRoomFor(int bytes) {
        return !full && pendingBytes() + bytes + FRAME_HEAD_BYTES_MAX <= limitBytes;
    }

    /** Whether it is less than half full: room for what can wait. */
    boolean isRelaxed() {
        return !full && pendingBytes() <= limitBytes / 2;
    }

    /** The last event all of whose bytes the network has taken; any thread. */
    long writtenIndex() {
        return writtenIndex;
    }

    /**
     * A text frame made of two texts and one closing character.
     *
     * @param index the event that it carries, or the last one before it
     */
    void frame(TextBuffer head, TextBuffer body, char closing, long index) {
        begin(FIN_TEXT, head.length() + body.length() + 1, index);
        open.writeBytes(head.bytes(), 0, head.length());
        open.writeBytes(body.bytes(), 0, body.length());
        open.writeByte(closing);
        end();
    }

    void frame(TextBuffer text, long index) {
        begin(FIN_TEXT, text.length(), index);
        open.writeBytes(text.bytes(), 0, text.length());
        end();
    }

    void ping(byte[] payload, long index) {
        begin(FIN_PING, payload.length, index);
        open.writeBytes(payload);
        end();
    }

    void close(int status, byte[] reason, long index) {
        begin(FIN_CLOSE, Short.BYTES + reason.length, index);
        open.writeShort(status);
        open.writeBytes(reason);
        end();
    }

    /** Hands over what was appended, unless the network is behind already: then it waits for a larger piece. */
    void flush() {
        boolean behind = pendingBytes() > open.readableBytes();
        if (!holding && !behind) {
            handOver();
        }
    }

    /** Hands over what was appended, whatever its size. */
    void handOver() {
        if (!open.isReadable()) {
            return;
        }
        Piece piece = new Piece(open, lastIndex);
        open = channel.alloc().directBuffer(PIECE_BYTES);
        if (holding) {
            held.add(piece);
        } else {
            write(piece);
        }
    }

    /** From now on nothing is written, until {@link #resume}. */
    void hold() {
        handOver();
        holding = true;
    }

    /** Like {@link #hold}, as if the client had read nothing for so long that no more may wait for it. */
    void holdAsFull() {
        hold();
        full = true;
    }

    void resume() {
        holding = false;
        full = false;
        while (!held.isEmpty()) {
            write(held.remove());
        }
    }

    boolean isHolding() {
        return holding;
    }

    /**
     * Hands over everything, and ends our side once it was written; the rest is up to the client.
     *
     * @return done when the last byte was written, or never will be
     */
    ChannelFuture handOverLast() {
        resume();
        ByteBuf last = open;
        open = channel.alloc().directBuffer(0);
        write(new Piece(last, lastIndex));
        return lastWrite;
    }

    /** Gives the memory back; nothing may be appended afterwards. */
    void release() {
        open.release();
        held.forEach(piece -> piece.bytes().release());
        held.clear();
    }

    private void begin(int firstByte, int length, long index) {
        lastIndex = index;
        open.writeByte(firstByte);
        if (length <= SHORT_LENGTH_MAX) {
            open.writeByte(length);
            appendedBytes += length + 2;
        } else if (length <= MEDIUM_LENGTH_MAX) {
            open.writeByte(SHORT_LENGTH_MAX + 1);
            open.writeShort(length);
            appendedBytes += length + 4;
        } else {
            open.writeByte(SHORT_LENGTH_MAX + 2);
            open.writeLong(length);
            appendedBytes += length + FRAME_HEAD_BYTES_MAX;
        }
    }

    private void end() {
        if (open.readableBytes() >= PIECE_BYTES - PIECE_BYTES / 8) {
            handOver();
        }
    }

    private void write(Piece piece) {
        int size = piece.bytes().readableBytes();
        lastWrite = channel.writeAndFlush(piece.bytes());
        lastWrite.addListener(future -> {
            writtenBytes.addAndGet(size);
            if (future.isSuccess()) {
                writtenIndex = piece.lastIndex();
            }
        });
    }
}
