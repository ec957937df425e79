package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import trifecta.market.Times;

/**
 * Writes the frames of an exchange: UTF-8 JSON with the exchange's field names. Single-threaded.
 *
 * <p>{@link Message.Unknown} and {@link Message.Undecodable} are nothing that an exchange says: they throw
 * {@link IllegalArgumentException}.
 */
public final class FrameEncoder {
    /** Market ids kept; a full table forgets all and makes them anew. */
    private static final int MARKET_IDS_MAX = 100_000;

    private final JsonWriter json = new JsonWriter();
    private final BodyWriter bodies;
    private final Map<String, byte[]> marketIds = new HashMap<>();

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

    /** An encoder of the current form with all times. */
    public FrameEncoder() {
        this(Form.CURRENT, Stamps.MICROS);
    }

    public FrameEncoder(Form form, Stamps stamps) {
        bodies = new BodyWriter(json, form, stamps, this::marketId);
    }

    /**
     * One whole frame.
     *
     * @param id the command that is answered, {@link Envelope#ABSENT} where none
     * @param sid {@link Envelope#ABSENT} where none
     * @param seq {@link Envelope#ABSENT} where none
     */
    public byte[] encode(long id, int sid, long seq, Message message) {
        return frame(type(message), id, sid, seq, body(message));
    }

    /**
     * The value of {@code msg} alone: made once, it can stand in the frames of many subscriptions. Empty for
     * {@link Message.Unsubscribed}, which has none.
     */
    public byte[] body(Message message) {
        json.begin();
        bodies.write(message);
        return json.bytes();
    }

    /**
     * A whole frame around a body.
     *
     * @param type as {@link #type} gives it
     * @param body as {@link #body} gives it
     */
    public byte[] frame(String type, long id, int sid, long seq, byte[] body) {
        json.begin().open('{');
        if (id != Envelope.ABSENT) {
            json.field(Field.ID).number(id);
        }
        json.field(Field.TYPE).string(type);
        if (sid != Envelope.ABSENT) {
            json.field(Field.SID).number(sid);
        }
        if (seq != Envelope.ABSENT) {
            json.field(Field.SEQ).number(seq);
        }
        if (body.length > 0) {
            json.field(Field.MSG).raw(body);
        }
        return json.close('}').bytes();
    }

    /** The value of {@code type} for a message. */
    public static String type(Message message) {
        return switch (message) {
            case Message.Snapshot _ -> MessageType.SNAPSHOT.wireName();
            case Message.Delta _ -> MessageType.DELTA.wireName();
            case Message.Trade _ -> MessageType.TRADE.wireName();
            case Message.Ticker _ -> MessageType.TICKER.wireName();
            case Message.LifecycleChange change -> change.lifecycle().type();
            case Message.Subscribed _ -> MessageType.SUBSCRIBED.wireName();
            case Message.Ok _, Message.Subscriptions _ -> MessageType.OK.wireName();
            case Message.Unsubscribed _ -> MessageType.UNSUBSCRIBED.wireName();
            case Message.Failure _ -> MessageType.ERROR.wireName();
            case Message.Unknown _, Message.Undecodable _ ->
                throw new IllegalArgumentException("no exchange says " + message);
        };
    }

    /** Whole milliseconds of a time that is not absent. */
    static long millis(long micros) {
        if (micros == Times.ABSENT) {
            throw new IllegalArgumentException("an absent time cannot be written");
        }
        return Times.millis(micros);
    }

    /** The real exchange gives every market a UUID; ours makes it of the ticker. */
    private byte[] marketId(String market) {
        byte[] known = marketIds.get(market);
        if (known != null) {
            return known;
        }
        if (marketIds.size() >= MARKET_IDS_MAX) {
            marketIds.clear();
        }
        byte[] name = market.getBytes(StandardCharsets.UTF_8);
        byte[] quoted = ('"' + UUID.nameUUIDFromBytes(name).toString() + '"').getBytes(StandardCharsets.US_ASCII);
        marketIds.put(market, quoted);
        return quoted;
    }
}
