package trifecta.protocol.rest;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.RequestSigner;

/** GET, with tokens before each attempt and delays between them. Thread-safe. */
final class HttpCalls implements AutoCloseable {
    private static final int BODY_SHOWN_MAX = 200;
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERRORS = 500;

    /** Waits; tests let time pass instead. */
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** One attempt's outcome: an answer, or why there was none. */
    private record Attempt(
            @Nullable HttpResponse<byte[]> answer,
            String fact,
            @Nullable Throwable failure) {}

    private final RestSettings settings;
    private final @Nullable RequestSigner signer;
    private final InstantSource clock;
    private final BackOff backOff;
    private final Pause pause;
    private final TokenBucket tokens;
    private final HttpClient http;
    private final AtomicLong retries = new AtomicLong();

    HttpCalls(
            RestSettings settings, @Nullable RequestSigner signer, InstantSource clock, BackOff backOff, Pause pause) {
        this.settings = settings;
        this.signer = signer;
        this.clock = clock;
        this.backOff = backOff;
        this.pause = pause;
        this.tokens = new TokenBucket(settings.tokensPerSecond(), settings.tokensPerCall(), clock);
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(
                        "https".equals(settings.base().getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Attempts that were repeated so far. */
    long retries() {
        return retries.get();
    }

    /** The body of the answer. */
    byte[] get(String path, Query query) throws RestException, InterruptedException {
        URI uri = uri(path, query);
        for (int attempts = 1; ; attempts++) {
            pause(tokens.take(settings.tokensPerCall()));
            Attempt attempt = attempt(uri);
            HttpResponse<byte[]> answer = attempt.answer();
            if (answer != null && answer.statusCode() == OK) {
                return answer.body();
            }
            if (answer != null && !isPassing(answer.statusCode())) {
                throw refused(uri, answer);
            }
            if (attempts >= settings.attemptsMax()) {
                throw unavailable(uri, attempts, attempt);
            }
            retries.incrementAndGet();
            Optional<String> retryAfter =
                    answer == null ? Optional.empty() : answer.headers().firstValue("Retry-After");
            pause(backOff.delay(attempts, retryAfter));
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            pause.pause(duration);
        }
    }

    private static boolean isPassing(int status) {
        return status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= SERVER_ERRORS;
    }

    private Attempt attempt(URI uri) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
        if (signer != null) {
            signer.headers("GET", uri.getRawPath(), clock.millis()).forEach(request::header);
        }
        CompletableFuture<HttpResponse<byte[]>> call = http.sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.answerBytesMax()));
        try {
            // Not the request's own timeout, which ends with the headers: a body can stall too.
            HttpResponse<byte[]> answer = call.get(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Attempt(answer, "HTTP " + answer.statusCode(), null);
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Attempt(
                    null, "no answer within " + settings.callTimeout().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                String text = failure.getMessage();
                return new Attempt(null, text == null ? failure.getClass().getSimpleName() : text, failure);
            }
            throw new IllegalStateException("GET " + uri, e);
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        }
    }

    private RestException refused(URI uri, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String body = new String(answer.body(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
        String shown =
                body.substring(0, Math.min(body.length(), BODY_SHOWN_MAX)).strip();
        String hint = switch (status) {
            case 401, 403 -> "check the API key id, that the private key file belongs to it, and this machine's clock";
            case 404 -> "the exchange knows no such thing; check the base URL if it should";
            default -> "the exchange does not accept this call; check the base URL and the parameters";
        };
        return new RestException(
                RestException.Kind.REFUSED,
                "GET " + uri + ": HTTP " + status + (shown.isEmpty() ? "" : ": " + shown),
                OptionalInt.of(status),
                hint,
                null);
    }

    private static RestException unavailable(URI uri, int attempts, Attempt last) {
        HttpResponse<byte[]> answer = last.answer();
        return new RestException(
                RestException.Kind.UNAVAILABLE,
                "GET " + uri + ": " + last.fact() + " (" + attempts + " attempts)",
                answer == null ? OptionalInt.empty() : OptionalInt.of(answer.statusCode()),
                "check that the exchange can be reached from here; otherwise it may work again later",
                last.failure());
    }

    private URI uri(String path, Query query) {
        String parameters = query.parameters().stream()
                .map(parameter -> parameter.name() + "=" + URLEncoder.encode(parameter.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(settings.base() + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
