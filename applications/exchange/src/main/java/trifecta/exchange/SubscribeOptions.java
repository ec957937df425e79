package trifecta.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What a subscribe command says beside channels and markets.
 *
 * @param yesPrice {@code use_yes_price}: the NO side of books is priced on the YES leg
 * @param initialSnapshot {@code send_initial_snapshot}: a ticker message per market at once
 */
record SubscribeOptions(boolean yesPrice, boolean initialSnapshot) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final SubscribeOptions NONE = new SubscribeOptions(false, false);

    /** Reads them from a command that was found to be well formed. */
    static SubscribeOptions read(byte[] command) {
        boolean yesPrice = false;
        boolean initialSnapshot = false;
        try (JsonParser parser = JSON.createParser(command)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_TRUE) {
                    yesPrice |= "use_yes_price".equals(parser.currentName());
                    initialSnapshot |= "send_initial_snapshot".equals(parser.currentName());
                }
            }
        } catch (IOException e) {
            return NONE; // the codec has read the same bytes: options that only it could read are no options
        }
        return new SubscribeOptions(yesPrice, initialSnapshot);
    }
}
