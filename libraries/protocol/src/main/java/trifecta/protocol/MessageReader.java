package trifecta.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages that come seldom: snapshots, lifecycle, answers. The parser stands on the first token of {@code msg}. */
final class MessageReader {
    private final Names names;
    private final SnapshotReader snapshots;

    MessageReader(Names names) {
        this.names = names;
        this.snapshots = new SnapshotReader(names);
    }

    Message read(MessageType type, JsonParser parser) throws IOException, UndecodableException {
        return switch (type) {
            case SNAPSHOT -> snapshots.read(parser);
            case LIFECYCLE, EVENT_LIFECYCLE, EVENT_FEE_UPDATE, MULTIVARIATE_LIFECYCLE ->
                LifecycleReader.read(type, parser);
            case SUBSCRIBED -> subscribed(parser);
            case UNSUBSCRIBED -> new Message.Unsubscribed();
            case OK -> ok(parser);
            case ERROR -> failure(parser);
            case DELTA, TRADE, TICKER -> throw new IllegalArgumentException("read elsewhere: " + type);
        };
    }

    /**
     * Answers need no message; older ones list the markets beside it.
     *
     * @param length 0 where there are no markets either
     */
    Message withoutMessage(MessageType type, byte[] bytes, int marketsAt, int length)
            throws IOException, UndecodableException {
        if (type == MessageType.UNSUBSCRIBED) {
            return new Message.Unsubscribed();
        }
        if (type != MessageType.OK) {
            throw new UndecodableException("msg is missing");
        }
        if (length == 0) {
            return new Message.Ok(List.of());
        }
        try (JsonParser parser = JsonParsers.of(bytes, marketsAt, length)) {
            parser.nextToken();
            return new Message.Ok(markets(parser));
        }
    }

    private Message.Subscribed subscribed(JsonParser parser) throws IOException, UndecodableException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "a subscription is no object");
        String channel = "";
        long sid = Envelope.ABSENT;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("channel") && token == JsonToken.VALUE_STRING) {
                channel = name(parser, "channel");
            } else if (field.equals("sid") && token == JsonToken.VALUE_NUMBER_INT) {
                sid = DecimalText.scaled(parser.getText(), 0);
            } else {
                parser.skipChildren();
            }
        }
        expect(!channel.isEmpty(), "channel is missing");
        expect(sid >= 0 && sid <= Integer.MAX_VALUE, "sid of the subscription is missing or out of range");
        return new Message.Subscribed(channel, (int) sid);
    }

    private Message ok(JsonParser parser) throws IOException, UndecodableException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Message.Subscribed> subscriptions = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                subscriptions.add(subscribed(parser));
            }
            return new Message.Subscriptions(List.copyOf(subscriptions));
        }
        List<String> markets = List.of();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals(Field.MARKETS.wireName())) {
                    markets = markets(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new Message.Ok(markets);
    }

    private List<String> markets(JsonParser parser) throws IOException, UndecodableException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        expect(parser.currentToken() == JsonToken.START_ARRAY, "market_tickers is no list");
        List<String> markets = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken() == JsonToken.VALUE_STRING, "market_tickers holds something else than names");
            markets.add(name(parser, "market_tickers"));
        }
        return List.copyOf(markets);
    }

    private Message failure(JsonParser parser) throws IOException, UndecodableException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "msg is no object");
        long code = Envelope.ABSENT;
        String text = "";
        String market = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("code") && token == JsonToken.VALUE_NUMBER_INT) {
                code = DecimalText.scaled(parser.getText(), 0);
            } else if (field.equals("msg") && token == JsonToken.VALUE_STRING) {
                text = PlainText.of(parser.getText());
            } else if (field.equals(Field.MARKET.wireName()) && token == JsonToken.VALUE_STRING) {
                market = name(parser, field);
            } else {
                parser.skipChildren();
            }
        }
        expect(code >= 0 && code <= Integer.MAX_VALUE, "code of the error is missing or out of range");
        return new Message.Failure((int) code, text, market);
    }

    private String name(JsonParser parser, String field) throws IOException, UndecodableException {
        byte[] bytes = parser.getText().getBytes(StandardCharsets.UTF_8);
        String name = names.of(bytes, 0, bytes.length);
        if (name == null) {
            throw new UndecodableException(field + " is not a plain name");
        }
        return name;
    }

    static void expect(boolean holds, String otherwise) throws UndecodableException {
        if (!holds) {
            throw new UndecodableException(otherwise);
        }
    }
}
