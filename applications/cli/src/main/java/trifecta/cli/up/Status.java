package trifecta.cli.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Json;

/** What one process says about itself; every field may be absent. */
public record Status(Map<String, @Nullable Object> json) {
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

    public String text(String field) {
        return json.get(field) instanceof String text ? text : "";
    }

    public double number(String field) {
        return json.get(field) instanceof Number number ? number.doubleValue() : 0;
    }

    public boolean has(String field) {
        return json.get(field) != null;
    }

    /** A field of an object that is a field, {@code latencyMillis} {@code p99} for example. */
    public Optional<Double> number(String object, String field) {
        return json.get(object) instanceof Map<?, ?> map && map.get(field) instanceof Number number
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    /** The entries of a list of objects. */
    public List<Status> list(String field) {
        if (!(json.get(field) instanceof List<?> items)) {
            return List.of();
        }
        return items.stream()
                .filter(Map.class::isInstance)
                .map(item -> {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                    ((Map<?, ?>) item).forEach((name, value) -> copy.put(String.valueOf(name), value));
                    return new Status(copy);
                })
                .toList();
    }
}
