package trifecta.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What a subscribe command says beside channels and markets. (One that asks for {@code use_yes_price} is refused by the codec.)
 *
 * @param initialSnapshot {@code send_initial_snapshot}: a ticker message per market at once
 */
record SubscribeOptions(boolean initialSnapshot) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads them from a command that was found to be well formed. */
    static SubscribeOptions read(byte[] command) {
        boolean initialSnapshot = false;
        try (JsonParser parser = JSON.createParser(command)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                initialSnapshot |=
                        token == JsonToken.VALUE_TRUE && "send_initial_snapshot".equals(parser.currentName());
            }
        } catch (IOException e) {
            return new SubscribeOptions(false); // the codec has read the same bytes: what only it can read is no option
        }
        return new SubscribeOptions(initialSnapshot);
    }
}
