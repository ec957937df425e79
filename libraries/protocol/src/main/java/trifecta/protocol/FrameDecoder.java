package trifecta.protocol;

/**
 * Makes messages of frames. Never throws, whatever the bytes are: what cannot be read becomes {@link Message.Undecodable} with
 * as much of its envelope as could be read. Single-threaded; keeps no reference to the bytes.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class FrameDecoder {

    /** Decodes one whole frame. */
    public Frame decode(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The envelope alone, the same as {@code decode(...).envelope()}, for half the price. */
    public Envelope envelope(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
