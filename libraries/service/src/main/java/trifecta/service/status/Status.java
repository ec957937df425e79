package trifecta.service.status;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a process said of itself. Every read tolerates a field that is missing or of another type: an older or newer process is
 * shown with what it does say.
 */
public record Status(Map<String, @Nullable Object> fields) {
    /** Of a process that said nothing. */
    public static final Status EMPTY = new Status(Map.of());

    private static final int OK = 200;

    /** Longer than any process needs on a busy machine, shorter than a person waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Asks all addresses at once; a process that does not answer is absent. */
    public static Map<String, Status> ask(HttpClient client, Map<String, URI> addresses) throws InterruptedException {
        Map<String, CompletableFuture<HttpResponse<String>>> asked = new LinkedHashMap<>();
        addresses.forEach((name, uri) -> asked.put(
                name,
                client.sendAsync(
                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())));
        Map<String, Status> answers = new LinkedHashMap<>();
        for (var each : asked.entrySet()) {
            try {
                HttpResponse<String> response = each.getValue().get();
                if (response.statusCode() == OK) {
                    answers.put(each.getKey(), new Status(Json.readObject(response.body())));
                }
            } catch (ExecutionException | IOException e) {
                answers.remove(each.getKey()); // it does not answer, or not sensibly: that is what is reported
            }
        }
        return answers;
    }

    /** The text of a field, or nothing written: an empty text. */
    public String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    /** A whole number, where there is one. */
    public OptionalLong count(String name) {
        return fields.get(name) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    /** A number, where there is one. */
    public OptionalDouble decimal(String name) {
        return fields.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** A number, 0 where there is none. */
    public double number(String name) {
        return decimal(name).orElse(0);
    }

    /** An instant, where there is one. */
    public Optional<Instant> instant(String name) {
        try {
            return fields.get(name) instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether a field is there and not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** A nested object; an empty one when there is none. */
    public Status object(String name) {
        return of(fields.get(name));
    }

    /** The objects of a nested array; none when there is none. */
    public List<Status> list(String name) {
        return fields.get(name) instanceof Collection<?> items
                ? items.stream().map(Status::of).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked") // the JSON reader makes maps of texts alone
    private static Status of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new Status((Map<String, @Nullable Object>) map) : EMPTY;
    }
}
