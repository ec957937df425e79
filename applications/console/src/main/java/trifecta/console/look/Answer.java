package trifecta.console.look;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Json;

/**
 * What a question came to.
 *
 * @param code as HTTP has it
 * @param body one JSON object
 */
public record Answer(int code, String body) {
    public static final int OK = 200;
    public static final int BAD_QUESTION = 400;
    public static final int NOT_FOUND = 404;
    public static final int UNAVAILABLE = 503;

    /** An answer. */
    public static Answer of(Map<String, @Nullable Object> json) {
        return new Answer(OK, Json.write(json) + "\n");
    }

    /**
     * No answer.
     *
     * @param sentence what is wrong and what to do, for people
     */
    public static Answer error(int code, String sentence) {
        return new Answer(code, Json.write(Map.of("error", sentence)) + "\n");
    }
}
