package trifecta.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import trifecta.protocol.RequestSigner;

/** Where network threads meet the sequencer: knows the keys, and hands over what comes in. Safe for any thread. */
final class Gate {
    /** What a REST request costs of its caller's tokens. */
    private static final double REST_COST = 10;

    private static final long MICROS_PER_MILLI = 1000;

    private final Sequencer sequencer;
    private final AccessKeys keys;
    private final RestDesk rest;
    private final double tokensPerSecond;
    /** By the line that signs; 0: unsigned. Owned by the sequencer. */
    private final Map<Integer, TokenBucket> tokens = new HashMap<>();

    /**
     * @param restTokensPerSecond of each caller; 0: any number
     */
    Gate(Sequencer sequencer, AccessKeys keys, RestDesk rest, double restTokensPerSecond) {
        this.sequencer = sequencer;
        this.keys = keys;
        this.rest = rest;
        this.tokensPerSecond = restTokensPerSecond;
    }

    Sequencer sequencer() {
        return sequencer;
    }

    /** The line that signed a request, by its headers, if its key is good now. */
    OptionalInt signer(HttpRequest request) {
        OptionalInt holder = holder(request);
        return holder.isPresent() && isRevoked(holder.getAsInt()) ? OptionalInt.empty() : holder;
    }

    private boolean isRevoked(int line) {
        return sequencer.exchange().line(line).isRevoked(sequencer.nowMicros());
    }

    private OptionalInt holder(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return keys.line(
                headers.get(RequestSigner.KEY_HEADER),
                headers.get(RequestSigner.TIMESTAMP_HEADER),
                headers.get(RequestSigner.SIGNATURE_HEADER),
                request.method().name(),
                new QueryStringDecoder(request.uri()).path(),
                sequencer.nowMicros() / MICROS_PER_MILLI);
    }

    /** Answers a REST request; the future completes on the sequencer's thread. */
    CompletableFuture<RestReply> rest(HttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        OptionalInt line = holder(request);
        boolean signed = line.isPresent();
        return sequencer.ask(() -> {
            long now = sequencer.nowMicros();
            if (signed && isRevoked(line.getAsInt())) {
                return RestReply.failure(401, "authentication_error", "the key is revoked");
            }
            TokenBucket bucket = tokens.computeIfAbsent(
                    line.orElse(0), caller -> new TokenBucket(tokensPerSecond, 2 * tokensPerSecond, now));
            if (!bucket.take(REST_COST, now)) {
                sequencer.exchange().counters().increment(Counts.REST_REFUSED);
                return RestReply.failure(429, "too_many_requests", "too many requests")
                        .retryAfter(1);
            }
            sequencer.exchange().counters().increment(Counts.REST_REQUESTS);
            return sequencer
                    .exchange()
                    .restFaults()
                    .answer(line.orElse(0), uri.path(), uri.uri(), now, () -> answer(uri, signed, now));
        });
    }

    private RestReply answer(QueryStringDecoder uri, boolean signed, long nowMicros) {
        if (!uri.path().startsWith(RestDesk.PREFIX + "/")) {
            return RestReply.failure(404, "not_found", "paths begin with " + RestDesk.PREFIX);
        }
        String path = uri.path().substring(RestDesk.PREFIX.length());
        if (path.equals("/markets/orderbooks") && !signed) {
            return RestReply.failure(401, "authentication_error", "this request must be signed");
        }
        return rest.answer(path, new RestQuery(uri.parameters()), nowMicros);
    }

    void refused() {
        sequencer.exchange().counters().increment(Counts.HANDSHAKES_REFUSED);
    }
}
