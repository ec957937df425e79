package trifecta.protocol;

/** Commands as JSON, for both sides. */
public final class CommandCodec {
    private CommandCodec() {}

    /**
     * @throws IllegalArgumentException for {@link Command.Invalid}
     */
    public static byte[] encode(Command command) {
        JsonWriter json = new JsonWriter().open('{').field("id").number(command.id());
        switch (command) {
            case Command.Subscribe subscribe -> {
                params(json, "subscribe").field("channels").open('[');
                subscribe.channels().forEach(json::string);
                json.close(']');
                if (!subscribe.markets().isEmpty()) {
                    markets(json, subscribe.markets());
                }
                if (subscribe.channels().contains(Channel.ORDERBOOK.wireName())) {
                    // Always said: the exchange has announced another default.
                    json.field("use_yes_price").bool(false);
                }
                json.close('}');
            }
            case Command.Update update -> {
                params(json, "update_subscription").field("sids").open('[').number(update.sid());
                json.close(']').field("action").string(update.action().wireName());
                markets(json, update.markets());
                json.close('}');
            }
            case Command.Unsubscribe unsubscribe -> {
                params(json, "unsubscribe").field("sids").open('[');
                unsubscribe.sids().forEach(json::number);
                json.close(']').close('}');
            }
            case Command.ListSubscriptions _ -> json.field("cmd").string("list_subscriptions");
            case Command.Invalid _ -> throw new IllegalArgumentException("nobody says " + command);
        }
        return json.close('}').bytes();
    }

    /**
     * Never throws: what breaks the protocol becomes {@link Command.Invalid} with the exchange's error code; its id is
     * {@link Envelope#ABSENT} where it could not be read.
     */
    public static Command decode(byte[] bytes, int offset, int length) {
        return CommandReader.read(bytes, offset, length);
    }

    private static JsonWriter params(JsonWriter json, String command) {
        return json.field("cmd").string(command).field("params").open('{');
    }

    private static void markets(JsonWriter json, Iterable<String> markets) {
        json.field(Field.MARKETS).open('[');
        markets.forEach(json::string);
        json.close(']');
    }
}
