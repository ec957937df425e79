package trifecta.protocol;

/**
 * Writes the frames of an exchange: UTF-8 JSON with the exchange's field names. Single-threaded.
 *
 * <p>{@link Message.Unknown} and {@link Message.Undecodable} are nothing that an exchange says: they throw
 * {@link IllegalArgumentException}.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class FrameEncoder {

    /** Which names and units the values have. */
    public enum Form {
        /** Decimal strings: {@code price_dollars}, {@code delta_fp}. */
        CURRENT,
        /** Integer cents and contracts where they fit exactly, decimal strings where they do not. */
        LEGACY
    }

    /** Which times an order-book delta carries. */
    public enum Stamps {
        /** {@code ts} in microseconds and {@code ts_ms}. */
        MICROS,
        /** {@code ts_ms} alone. */
        MILLIS,
        NONE
    }

    public FrameEncoder(Form form, Stamps stamps) {
        throw new UnsupportedOperationException(form + " " + stamps);
    }

    /** An encoder of the current form with all times. */
    public FrameEncoder() {
        this(Form.CURRENT, Stamps.MICROS);
    }

    /**
     * One whole frame.
     *
     * @param id the command that is answered, {@link Envelope#ABSENT} where none
     * @param sid {@link Envelope#ABSENT} where none
     * @param seq {@link Envelope#ABSENT} where none
     */
    public byte[] encode(long id, int sid, long seq, Message message) {
        throw new UnsupportedOperationException();
    }

    /** The value of {@code msg} alone: made once, it can stand in the frames of many subscriptions. */
    public byte[] body(Message message) {
        throw new UnsupportedOperationException();
    }

    /**
     * A whole frame around a body.
     *
     * @param type as {@link #type} gives it
     */
    public byte[] frame(String type, long id, int sid, long seq, byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** The value of {@code type} for a message. */
    public static String type(Message message) {
        throw new UnsupportedOperationException();
    }
}
