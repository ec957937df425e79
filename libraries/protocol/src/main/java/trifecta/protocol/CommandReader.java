package trifecta.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a client's command; its rules and codes are those of the exchange's documentation. */
final class CommandReader {
    static final int CANNOT_PROCESS = 1;
    static final int PARAMS_REQUIRED = 2;
    static final int CHANNELS_REQUIRED = 3;
    static final int SIDS_REQUIRED = 4;
    static final int UNKNOWN_COMMAND = 5;
    static final int UNKNOWN_CHANNEL = 8;
    static final int INVALID_PARAMETER = 11;
    static final int ONE_SID_REQUIRED = 12;
    static final int UNSUPPORTED_ACTION = 13;
    static final int MARKET_REQUIRED = 14;
    static final int ACTION_REQUIRED = 15;

    private long id = Envelope.ABSENT;
    private String command = "";
    private boolean hasParams;
    private List<String> channels = List.of();
    private List<String> markets = List.of();
    private @Nullable String market;
    private List<Integer> sids = List.of();
    private @Nullable String action;
    private boolean yesPrice;

    private CommandReader() {}

    static Command read(byte[] bytes, int offset, int length) {
        CommandReader reader = new CommandReader();
        try (JsonParser parser = JsonParsers.of(bytes, offset, length)) {
            reader.readCommand(parser);
            return reader.command();
        } catch (UndecodableException e) {
            return reader.invalid(INVALID_PARAMETER, e.reason());
        } catch (IOException e) {
            return reader.invalid(CANNOT_PROCESS, JsonParsers.reason(e));
        } catch (RuntimeException e) {
            // The parser is not ours, and no client may stop a server.
            return reader.invalid(
                    CANNOT_PROCESS, "the JSON parser failed: " + e.getClass().getSimpleName());
        }
    }

    private Command.Invalid invalid(int code, String reason) {
        return new Command.Invalid(id, code, reason);
    }

    private void readCommand(JsonParser parser) throws IOException, UndecodableException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        UndecodableException problem = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("id") && token == JsonToken.VALUE_NUMBER_INT) {
                id = Math.max(Envelope.ABSENT, DecimalText.scaled(parser.getText(), 0));
            } else if (field.equals("cmd") && token == JsonToken.VALUE_STRING) {
                command = PlainText.of(parser.getText());
            } else if (field.equals("params") && token == JsonToken.START_OBJECT) {
                hasParams = true;
                UndecodableException found = readParams(parser);
                problem = problem == null ? found : problem;
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            command = "";
        }
        if (problem != null) {
            throw problem;
        }
    }

    /** Reads all parameters, so that the id is found behind them too; returns the first problem. */
    private @Nullable UndecodableException readParams(JsonParser parser) throws IOException {
        UndecodableException problem = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            UndecodableException found = readParam(field, parser);
            problem = problem == null ? found : problem;
        }
        return problem;
    }

    private @Nullable UndecodableException readParam(String field, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        boolean fits = switch (field) {
            case "channels" -> {
                List<String> names = names(parser);
                channels = names == null ? List.of() : names;
                yield names != null;
            }
            case "market_tickers" -> {
                List<String> names = names(parser);
                markets = names == null ? List.of() : names;
                yield names != null;
            }
            case "sids" -> {
                List<Integer> numbers = sids(parser);
                sids = numbers == null ? List.of() : numbers;
                yield numbers != null;
            }
            case "market_ticker" -> {
                market = token == JsonToken.VALUE_STRING ? ticker(parser.getText()) : null;
                parser.skipChildren();
                yield market != null;
            }
            case "sid" -> {
                Integer sid = sid(parser);
                sids = sid == null ? List.of() : List.of(sid);
                yield sid != null;
            }
            case "action" -> {
                action = token == JsonToken.VALUE_STRING ? PlainText.of(parser.getText()) : null;
                parser.skipChildren();
                yield action != null;
            }
            case "use_yes_price" -> {
                yesPrice = token == JsonToken.VALUE_TRUE;
                parser.skipChildren();
                yield token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            }
            default -> {
                parser.skipChildren();
                yield true;
            }
        };
        return fits ? null : new UndecodableException(field + " is not what it should be");
    }

    private Command command() {
        return switch (command) {
            case "subscribe" -> subscribe();
            case "update_subscription" -> update();
            case "unsubscribe" ->
                !hasParams
                        ? invalid(PARAMS_REQUIRED, "params are required")
                        : sids.isEmpty()
                                ? invalid(SIDS_REQUIRED, "sids are required")
                                : new Command.Unsubscribe(id, sids);
            case "list_subscriptions" -> new Command.ListSubscriptions(id);
            case "" -> invalid(CANNOT_PROCESS, "no command");
            default -> invalid(UNKNOWN_COMMAND, "unknown command " + command);
        };
    }

    private Command subscribe() {
        if (!hasParams) {
            return invalid(PARAMS_REQUIRED, "params are required");
        }
        if (channels.isEmpty()) {
            return invalid(CHANNELS_REQUIRED, "channels are required");
        }
        for (String channel : channels) {
            if (Channel.ofWireName(channel).isEmpty()) {
                return invalid(UNKNOWN_CHANNEL, "unknown channel " + PlainText.of(channel));
            }
        }
        if (market != null && !markets.isEmpty()) {
            return invalid(INVALID_PARAMETER, "market_ticker and market_tickers exclude each other");
        }
        if (yesPrice) {
            return invalid(INVALID_PARAMETER, "use_yes_price is not supported");
        }
        List<String> wanted = marketList();
        return channels.contains(Channel.ORDERBOOK.wireName()) && wanted.isEmpty()
                ? invalid(MARKET_REQUIRED, "orderbook_delta needs markets")
                : new Command.Subscribe(id, channels, wanted);
    }

    private Command update() {
        if (!hasParams) {
            return invalid(PARAMS_REQUIRED, "params are required");
        }
        if (sids.size() != 1) {
            return invalid(ONE_SID_REQUIRED, "exactly one sid is required");
        }
        String wanted = action;
        if (wanted == null) {
            return invalid(ACTION_REQUIRED, "action is required");
        }
        for (Command.Action known : Command.Action.values()) {
            if (known.wireName().equals(wanted)) {
                return marketList().isEmpty()
                        ? invalid(MARKET_REQUIRED, "market_tickers are required")
                        : new Command.Update(id, sids.getFirst(), known, marketList());
            }
        }
        return invalid(UNSUPPORTED_ACTION, "unsupported action " + wanted);
    }

    private List<String> marketList() {
        String single = market;
        return single == null ? markets : List.of(single);
    }

    /** A list of plain names; null when it is something else. */
    private static @Nullable List<String> names(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return null;
        }
        List<String> strings = new ArrayList<>();
        boolean fits = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String name = parser.currentToken() == JsonToken.VALUE_STRING ? ticker(parser.getText()) : null;
            parser.skipChildren();
            if (name == null) {
                fits = false;
            } else {
                strings.add(name);
            }
        }
        return fits ? List.copyOf(strings) : null;
    }

    private static @Nullable List<Integer> sids(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return null;
        }
        List<Integer> numbers = new ArrayList<>();
        boolean fits = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Integer number = sid(parser);
            if (number == null) {
                fits = false;
            } else {
                numbers.add(number);
            }
        }
        return fits ? List.copyOf(numbers) : null;
    }

    private static @Nullable Integer sid(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            parser.skipChildren();
            return null;
        }
        long value = DecimalText.scaled(parser.getText(), 0);
        return value >= 0 && value <= Integer.MAX_VALUE ? (Integer) (int) value : null;
    }

    private static @Nullable String ticker(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Names.isName(bytes, 0, bytes.length) ? text : null;
    }
}
