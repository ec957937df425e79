package trifecta.protocol.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a listing, read item by item, so that one bad item costs itself alone.
 *
 * @param cursor of the next page; empty when this is the last
 */
record Page<T>(List<T> items, String cursor, int malformed, String firstMalformed) {
    private static final int DEPTH_MAX = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();

    /** Makes an item of its object. */
    interface ItemReader<T> {
        T read(JsonObject json) throws MalformedException;
    }

    /**
     * @param listName the field that holds the items
     * @throws MalformedException when it is no such page at all
     */
    static <T> Page<T> read(byte[] body, String listName, ItemReader<T> reader) throws MalformedException {
        List<T> items = new ArrayList<>();
        String cursor = "";
        boolean found = false;
        int malformed = 0;
        String firstMalformed = "";
        try (JsonParser parser = FACTORY.createParser(body)) {
            expectObject(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals(listName) && token == JsonToken.START_ARRAY) {
                    found = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        try {
                            items.add(item(parser, reader));
                        } catch (MalformedException e) {
                            malformed++;
                            firstMalformed = firstMalformed.isEmpty() ? e.fact() : firstMalformed;
                        }
                    }
                } else if (name.equals(listName) && token == JsonToken.VALUE_NULL) {
                    found = true; // Go programs send null for an empty list
                } else if (name.equals("cursor") && token == JsonToken.VALUE_STRING) {
                    cursor = parser.getText();
                } else if (name.equals("cursor") && token != JsonToken.VALUE_NULL) {
                    throw new MalformedException("cursor is no text: nobody knows whether there is more");
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw malformed(e);
        }
        if (!found) {
            throw new MalformedException(listName + " is missing");
        }
        return new Page<>(List.copyOf(items), cursor, malformed, firstMalformed);
    }

    private static <T> T item(JsonParser parser, ItemReader<T> reader) throws IOException, MalformedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            throw new MalformedException("an item is no object");
        }
        return reader.read(JsonObject.read(parser));
    }

    /** A whole answer as one object. */
    static JsonObject object(byte[] body) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(body)) {
            expectObject(parser);
            return JsonObject.read(parser);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static void expectObject(JsonParser parser) throws IOException, MalformedException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedException("the answer is no JSON object");
        }
    }

    private static MalformedException malformed(IOException failure) {
        String detail =
                failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.toString();
        return new MalformedException("the answer is no well-formed JSON: " + detail);
    }
}
