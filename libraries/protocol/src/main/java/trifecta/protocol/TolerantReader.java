package trifecta.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The thorough way through a frame: any JSON, any nesting within bounds, broken frames too. The envelope is read first, apart
 * from the message, so that it survives a message that cannot be read.
 */
final class TolerantReader {
    private static final int NOWHERE = -1;

    private final FieldValues values;
    private final EnvelopeBuilder envelopes;
    private final MessageBuilder messages;
    private final MessageReader others;

    private int messageAt;
    private int marketsAt;

    /** A number taken last, until something was read behind it: when the frame is cut off right there, it may lack digits. */
    private @Nullable Field loose;

    TolerantReader(FieldValues values, EnvelopeBuilder envelopes, MessageBuilder messages, Names names) {
        this.values = values;
        this.envelopes = envelopes;
        this.messages = messages;
        this.others = new MessageReader(names);
    }

    Envelope envelope(byte[] bytes, int offset, int length) {
        readEnvelope(bytes, offset, length);
        return envelopes.envelope();
    }

    Frame decode(byte[] bytes, int offset, int length) {
        String malformed = readEnvelope(bytes, offset, length);
        Envelope envelope = envelopes.envelope();
        String problem = malformed != null ? malformed : envelopes.problem();
        if (problem == null) {
            MessageType type = MessageType.of(envelope.type());
            if (type == null) {
                return new Frame(envelope, new Message.Unknown(envelope.type()));
            }
            try {
                return new Frame(envelope, message(type, bytes, offset, length));
            } catch (UndecodableException e) {
                problem = e.reason();
            } catch (IOException e) {
                problem = JsonParsers.reason(e);
            } catch (RuntimeException e) {
                problem = failed(e);
            }
        }
        return new Frame(envelope, new Message.Undecodable(problem, marketIfReadable(bytes, offset, length)));
    }

    /** Reads the envelope's fields and finds the message; returns what is wrong with the frame's form. */
    private @Nullable String readEnvelope(byte[] bytes, int offset, int length) {
        values.beginCopies();
        messageAt = NOWHERE;
        marketsAt = NOWHERE;
        loose = null;
        try (JsonParser parser = JsonParsers.of(bytes, offset, length)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return first == null ? "the frame is empty" : "the frame is no JSON object";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                loose = null;
                Field field = FieldNames.ENVELOPE.of(parser.currentName());
                parser.nextToken();
                if (field == Field.MSG || field == Field.MARKETS) {
                    int at = (int) parser.currentTokenLocation().getByteOffset();
                    if (at < 0) {
                        return "not readable as UTF-8 JSON";
                    }
                    if (field == Field.MSG) {
                        messageAt = at;
                    } else {
                        marketsAt = at;
                    }
                }
                take(parser, field);
            }
            loose = null;
            return parser.nextToken() == null ? null : "something stands behind the frame's object";
        } catch (IOException e) {
            forgetCutNumber(bytes, offset, length);
            return JsonParsers.reason(e);
        } catch (RuntimeException e) {
            forgetCutNumber(bytes, offset, length);
            return failed(e);
        }
    }

    private void forgetCutNumber(byte[] bytes, int offset, int length) {
        if (loose != null && Character.isDigit(bytes[offset + length - 1])) {
            values.put(loose, FieldValues.NONE, 0, 0);
        }
    }

    /** Takes the value at the parser's place, or passes over it. */
    private void take(JsonParser parser, @Nullable Field field) throws IOException {
        JsonToken token = parser.currentToken();
        if (field == null) {
            parser.skipChildren();
        } else if (token.isScalarValue()) {
            byte kind = kind(token);
            loose = kind == FieldValues.NUMBER ? field : null;
            values.putCopy(field, kind, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else {
            values.put(field, FieldValues.OTHER, 0, 0);
            parser.skipChildren();
        }
    }

    private static byte kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> FieldValues.STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> FieldValues.NUMBER;
            case VALUE_TRUE -> FieldValues.TRUE;
            case VALUE_FALSE -> FieldValues.FALSE;
            case VALUE_NULL -> FieldValues.NULL;
            default -> FieldValues.OTHER;
        };
    }

    private Message message(MessageType type, byte[] bytes, int offset, int length)
            throws IOException, UndecodableException {
        if (messageAt == NOWHERE) {
            return others.withoutMessage(
                    type, bytes, offset + marketsAt, marketsAt == NOWHERE ? 0 : length - marketsAt);
        }
        try (JsonParser parser = JsonParsers.of(bytes, offset + messageAt, length - messageAt)) {
            parser.nextToken();
            return switch (type) {
                case DELTA -> {
                    readFields(parser);
                    yield messages.delta();
                }
                case TRADE -> {
                    readFields(parser);
                    yield messages.trade();
                }
                case TICKER -> {
                    readFields(parser);
                    yield messages.ticker();
                }
                default -> others.read(type, parser);
            };
        }
    }

    private void readFields(JsonParser parser) throws IOException, UndecodableException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new UndecodableException("msg is no object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Field field = FieldNames.MESSAGE.of(parser.currentName());
            parser.nextToken();
            take(parser, field);
        }
    }

    /** The market of a broken message, where its name was still whole. */
    private @Nullable String marketIfReadable(byte[] bytes, int offset, int length) {
        if (messageAt == NOWHERE) {
            return null;
        }
        try (JsonParser parser = JsonParsers.of(bytes, offset + messageAt, length - messageAt)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readFields(parser);
            }
        } catch (IOException | UndecodableException e) {
            // The frame is undecodable already, for a reason that is known; what was read before this place still
            // counts.
            return messages.marketIfKnown();
        } catch (RuntimeException e) {
            return null;
        }
        return messages.marketIfKnown();
    }

    /** The parser is not ours, and no input may stop a line: its own failures make a frame undecodable too, on record. */
    private static String failed(RuntimeException failure) {
        return "the JSON parser failed: " + failure.getClass().getSimpleName();
    }
}
