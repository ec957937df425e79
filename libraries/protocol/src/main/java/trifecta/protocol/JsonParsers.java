package trifecta.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** Parsers for text from outside, with bounds. */
final class JsonParsers {
    /** The exchange nests four deep. */
    static final int DEPTH_MAX = 64;

    /** Digits of a number; 19 make a long. */
    private static final int NUMBER_LENGTH_MAX = 100;

    private static final int NAME_LENGTH_MAX = 1000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxNameLength(NAME_LENGTH_MAX)
                    .build())
            .build();

    private JsonParsers() {}

    static JsonParser of(byte[] bytes, int offset, int length) throws IOException {
        return FACTORY.createParser(bytes, offset, length);
    }

    /** Why a parser gave up, without a word of the text itself. */
    static String reason(IOException failure) {
        if (failure instanceof JsonEOFException) {
            return "the frame is cut off";
        }
        if (failure instanceof StreamConstraintsException) {
            return "a number, a name or the nesting is beyond its bound";
        }
        return failure instanceof JsonProcessingException json && json.getLocation() != null
                ? "not well-formed JSON at byte " + json.getLocation().getByteOffset()
                : "not readable as UTF-8 JSON";
    }
}
