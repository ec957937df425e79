package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames. Never throws, whatever the bytes are: what cannot be read becomes {@link Message.Undecodable} with
 * as much of its envelope as could be read. Single-threaded; keeps no reference to the bytes after the next call.
 *
 * <p>Current and legacy frames are read, and any mixture of them. Values that do not fit exactly (prices beyond micro-dollars,
 * counts beyond hundredths, times beyond microseconds) are undecodable, never rounded.
 */
public final class FrameDecoder {
    private static final byte[] MARKET = "\"market_ticker\"".getBytes(StandardCharsets.US_ASCII);

    private final FieldValues values = new FieldValues();
    private final FlatScanner scanner = new FlatScanner(values);
    private final EnvelopeBuilder envelopes;
    private final MessageBuilder messages;
    private final TolerantReader tolerant;
    private final Names names;

    public FrameDecoder() {
        this(new Names());
    }

    /**
     * One that reads few names again and again, or each only once.
     *
     * @param namesKept strings of names that are kept for the next time at most, a power of two
     */
    public FrameDecoder(int namesKept) {
        this(new Names(2 * namesKept));
    }

    private FrameDecoder(Names names) {
        this.names = names;
        envelopes = new EnvelopeBuilder(values, names);
        messages = new MessageBuilder(values, names);
        tolerant = new TolerantReader(values, envelopes, messages, names);
    }

    /** Decodes one whole frame. */
    public Frame decode(byte[] bytes, int offset, int length) {
        Frame frame = decodeFlat(bytes, offset, length);
        return frame != null ? frame : decodeTolerantly(bytes, offset, length);
    }

    /** The envelope alone, the same as {@code decode(...).envelope()}, for less. */
    public Envelope envelope(byte[] bytes, int offset, int length) {
        return scanner.scan(bytes, offset, length, true)
                ? envelopes.envelope(scanner.frequentType())
                : tolerant.envelope(bytes, offset, length);
    }

    /**
     * The market that a frame names first, for a fraction of what its decoding costs; null where it is not plainly written, which says
     * nothing about the frame.
     */
    public @Nullable String market(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = behind(MARKET, bytes, offset, end);
        while (at < end && (bytes[at] == ' ' || bytes[at] == ':')) {
            at++;
        }
        if (at >= end || bytes[at] != '"') {
            return null;
        }
        int from = ++at;
        while (at < end && bytes[at] != '"') {
            if (bytes[at++] == '\\') {
                return null;
            }
        }
        return at < end ? names.of(bytes, from, at) : null;
    }

    /** Where the first occurrence of a text ends; {@code end} where there is none. */
    private static int behind(byte[] text, byte[] bytes, int from, int end) {
        for (int at = from; at + text.length <= end; at++) {
            if (bytes[at] == text[0] && Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return at + text.length;
            }
        }
        return end;
    }

    /** The fast way; null for frames that it does not take. */
    @Nullable Frame decodeFlat(byte[] bytes, int offset, int length) {
        if (!scanner.scan(bytes, offset, length, false)) {
            return null;
        }
        MessageType type = scanner.frequentType();
        if (type == null || values.kind(Field.MSG) != FieldValues.OTHER) {
            return null;
        }
        Envelope envelope = envelopes.envelope(type);
        if (envelopes.problem() != null) {
            return null;
        }
        Message message = switch (type) {
            case DELTA -> messages.delta();
            case TRADE -> messages.trade();
            default -> messages.ticker();
        };
        return new Frame(envelope, message);
    }

    /** The thorough way, which takes every frame. */
    Frame decodeTolerantly(byte[] bytes, int offset, int length) {
        return tolerant.decode(bytes, offset, length);
    }
}
