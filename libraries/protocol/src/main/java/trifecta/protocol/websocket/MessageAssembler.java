package trifecta.protocol.websocket;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Makes whole messages of a server's byte stream (RFC 6455, section 5), however it is sliced. Each payload byte is copied once,
 * from the receive buffer into the message's own array. Single-threaded, no I/O.
 *
 * <p>Invariant: never more memory than one message of {@code messageBytesMax}; of a larger one the beginning only.
 */
final class MessageAssembler {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final int SHORT_HEADER = 2;
    private static final byte[] NOTHING = {};

    /** Takes what comes out. A false answer stops the reading: the rest of the stream is of no interest. */
    interface Sink {
        boolean message(byte[] bytes);

        boolean oversized(byte[] first, long messageBytes);

        boolean ping(byte[] body);

        boolean close(byte[] body);
    }

    private final int messageBytesMax;
    private final Sink sink;

    private final byte[] header = new byte[10];
    private int headerRead;

    private int opcode;
    private boolean fin;
    private long payloadLeft;

    private byte[] message = NOTHING;
    private int messageRead;
    private long messageBytes;
    private boolean inMessage;
    private boolean oversized;

    private byte[] control = NOTHING;

    MessageAssembler(int messageBytesMax, Sink sink) {
        this.messageBytesMax = messageBytesMax;
        this.sink = sink;
    }

    /** Whether the stream stands between two messages. */
    boolean isBetweenMessages() {
        return headerRead == 0 && !inMessage;
    }

    /**
     * Reads all there is.
     *
     * @return false when the sink had enough
     */
    boolean read(ByteBuf in) throws ProtocolViolation {
        while (in.isReadable() || (headerRead == headerBytes() && payloadLeft == 0)) {
            if (headerRead < headerBytes()) {
                header[headerRead++] = in.readByte();
                if (headerRead == headerBytes()) {
                    beginFrame();
                }
                continue;
            }
            readPayload(in);
            if (payloadLeft == 0) {
                headerRead = 0;
                if (!endFrame()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Bytes of the header as far as it is known. */
    private int headerBytes() {
        if (headerRead < SHORT_HEADER) {
            return SHORT_HEADER;
        }
        return switch (header[1] & 0x7F) {
            case 126 -> SHORT_HEADER + Short.BYTES;
            case 127 -> SHORT_HEADER + Long.BYTES;
            default -> SHORT_HEADER;
        };
    }

    private void beginFrame() throws ProtocolViolation {
        expect((header[0] & RESERVED) == 0, "a frame uses an extension that was not agreed on");
        expect((header[1] & MASKED) == 0, "a frame of the server is masked");
        fin = (header[0] & FIN) != 0;
        opcode = header[0] & 0x0F;
        payloadLeft = header[1] & 0x7F;
        if (headerRead > SHORT_HEADER) {
            payloadLeft = 0;
            for (int at = SHORT_HEADER; at < headerRead; at++) {
                payloadLeft = (payloadLeft << 8) | (header[at] & 0xFF);
            }
            expect(payloadLeft >= 0, "a frame has a negative length");
        }
        switch (opcode) {
            case TEXT, BINARY -> {
                expect(!inMessage, "a message begins within another");
                beginMessage();
            }
            case CONTINUATION -> {
                expect(inMessage, "a fragment continues nothing");
                growMessage();
            }
            case CLOSE, PING, PONG -> {
                expect(fin && payloadLeft <= CONTROL_BYTES_MAX, "a control frame is fragmented or too long");
                control = new byte[(int) payloadLeft];
            }
            default -> throw new ProtocolViolation("a frame has the unknown opcode " + opcode);
        }
    }

    private void beginMessage() throws ProtocolViolation {
        inMessage = true;
        oversized = false;
        message = NOTHING;
        messageRead = 0;
        messageBytes = 0;
        growMessage();
    }

    private void growMessage() throws ProtocolViolation {
        expect(messageBytes <= Long.MAX_VALUE - payloadLeft, "a message has no possible length");
        messageBytes += payloadLeft;
        if (messageBytes <= messageBytesMax) {
            message = message.length == 0 ? new byte[(int) payloadLeft] : Arrays.copyOf(message, (int) messageBytes);
        } else if (!oversized) {
            oversized = true;
            int kept = (int) Math.min(messageBytes, MarketDataConnection.OVERSIZED_BYTES_KEPT);
            message = Arrays.copyOf(message, kept);
            messageRead = Math.min(messageRead, kept);
        }
    }

    private void readPayload(ByteBuf in) {
        int available = (int) Math.min(in.readableBytes(), payloadLeft);
        if (opcode >= CLOSE) {
            in.readBytes(control, control.length - (int) payloadLeft, available);
        } else {
            int taken = Math.min(available, message.length - messageRead);
            in.readBytes(message, messageRead, taken);
            messageRead += taken;
            in.skipBytes(available - taken);
        }
        payloadLeft -= available;
    }

    private boolean endFrame() {
        return switch (opcode) {
            case PING -> sink.ping(control);
            case CLOSE -> sink.close(control);
            case PONG -> true;
            default -> !fin || endMessage();
        };
    }

    private boolean endMessage() {
        byte[] whole = message;
        message = NOTHING;
        inMessage = false;
        return oversized ? sink.oversized(whole, messageBytes) : sink.message(whole);
    }

    private static void expect(boolean holds, String otherwise) throws ProtocolViolation {
        if (!holds) {
            throw new ProtocolViolation(otherwise);
        }
    }
}
