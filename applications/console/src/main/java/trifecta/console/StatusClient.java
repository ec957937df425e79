package trifecta.console;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import trifecta.service.status.Json;
import trifecta.service.status.Status;

/** Asks processes for their status. Never throws: a failure is an answer with its reason. */
final class StatusClient implements AutoCloseable {
    /** A question that is not answered by then is given up and asked anew. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** A status is a few kilobytes; more than this is not one. */
    static final int BYTES_MAX = 256 * 1024;

    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** What came of a question. */
    sealed interface Reply {
        /** A status. */
        record Told(Status status) implements Reply {}

        /** No status, and why. */
        record Failed(String reason) implements Reply {}
    }

    /** Asks; completes within {@link #TIMEOUT}, never exceptionally. */
    CompletableFuture<Reply> ask(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
        return http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX))
                .thenApply(StatusClient::read)
                .exceptionally(StatusClient::failed);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static Reply read(HttpResponse<byte[]> response) {
        if (response.statusCode() != OK) {
            return new Reply.Failed("answers with HTTP " + response.statusCode());
        }
        try {
            return new Reply.Told(new Status(Json.readObject(new String(response.body(), StandardCharsets.UTF_8))));
        } catch (IOException e) {
            return new Reply.Failed("answers with something that is no status");
        }
    }

    private static Reply failed(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return new Reply.Failed(
                switch (cause) {
                    case ConnectException refused -> "connection refused";
                    case HttpTimeoutException late -> "no answer for " + TIMEOUT.toSeconds() + " s";
                    case IOException broken -> "the connection broke";
                    default -> cause.toString();
                });
    }
}
