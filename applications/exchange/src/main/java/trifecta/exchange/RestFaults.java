package trifecta.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The troubles that the next answers of REST are to meet. Owned by the sequencer. */
final class RestFaults {
    private static final long CACHED_MICROS = 15_000_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"[^\"]*\"}$");

    private final List<Due> due = new ArrayList<>();
    private final Map<String, Remembered> cache = new HashMap<>();
    private long cachedUntilMicros;

    private static final class Due {
        final RestTrouble trouble;
        final int line;
        final String path;
        final int retryAfterSeconds;
        long left;

        Due(RestTrouble trouble, FaultRule rule) {
            this.trouble = trouble;
            this.line = rule.line();
            this.path = rule.word("path", "");
            this.retryAfterSeconds = rule.has("retry")
                    ? (int) Math.ceilDiv(rule.micros("retry", 0), MICROS_PER_SECOND)
                    : RestReply.NO_RETRY;
            this.left = rule.number("count", 1);
        }

        boolean concerns(int caller, String asked) {
            return (line == 0 || line == caller) && (path.isEmpty() || asked.contains("/" + path));
        }
    }

    private record Remembered(RestReply reply, long atMicros) {}

    /** The next requests that the rule means, or all for a while, meet this trouble. */
    void arm(RestTrouble trouble, FaultRule rule, long nowMicros) {
        if (trouble == RestTrouble.CACHED) {
            cachedUntilMicros = Math.max(cachedUntilMicros, nowMicros + rule.micros("seconds", 2 * CACHED_MICROS));
        } else {
            due.add(new Due(trouble, rule));
        }
    }

    /**
     * Answers a request, as well as the troubles that are due let it.
     *
     * @param caller the line that signed it, 0: nobody did
     * @param path behind the prefix
     * @param uri the whole of it
     */
    RestReply answer(int caller, String path, String uri, long nowMicros, Supplier<RestReply> truth) {
        Due met = meet(caller, path, candidate -> !candidate.trouble.needsAnswer());
        if (met != null) {
            return instead(met);
        }
        RestReply reply = nowMicros < cachedUntilMicros ? cached(caller + uri, nowMicros, truth) : truth.get();
        boolean isPage = CURSOR.matcher(reply.json().toString()).find();
        Due bending = meet(
                caller,
                path,
                candidate -> candidate.trouble.needsAnswer() && (candidate.trouble != RestTrouble.LOOP || isPage));
        return bending == null ? reply : bent(bending.trouble, reply, uri);
    }

    private interface Choice {
        boolean takes(Due candidate);
    }

    private @Nullable Due meet(int caller, String path, Choice choice) {
        Due met = null;
        for (Due each : due) {
            if (met == null && each.concerns(caller, path) && choice.takes(each)) {
                met = each;
                each.left--;
            }
        }
        due.removeIf(each -> each.left <= 0);
        return met;
    }

    private static RestReply instead(Due met) {
        RestReply reply = switch (met.trouble) {
            case UNAUTHORIZED -> RestReply.failure(401, "authentication_error", "no valid signature");
            case TOO_MANY -> RestReply.failure(429, "too_many_requests", "too many requests");
            case INTERNAL -> RestReply.failure(500, "internal_error", "something went wrong");
            case UNAVAILABLE -> RestReply.failure(503, "service_unavailable", "try again later");
            case HANG -> RestReply.NEVER;
            case TRUNCATED, LOOP, CACHED ->
                throw new IllegalStateException(met.trouble + " stands in no answer's place");
        };
        return reply.isNever() ? reply : reply.retryAfter(met.retryAfterSeconds);
    }

    private RestReply cached(String key, long nowMicros, Supplier<RestReply> truth) {
        cache.values().removeIf(each -> nowMicros - each.atMicros() > CACHED_MICROS);
        return cache.computeIfAbsent(key, any -> new Remembered(truth.get(), nowMicros))
                .reply();
    }

    private static RestReply bent(RestTrouble trouble, RestReply reply, String uri) {
        if (trouble == RestTrouble.TRUNCATED) {
            byte[] whole = reply.json().toBytes();
            return new RestReply(
                    reply.status(), new TextBuffer().raw(whole, 0, whole.length / 2), reply.retryAfterSeconds());
        }
        // the page that was asked for, and its own cursor: whoever follows it comes back here
        Matcher asked = Pattern.compile("[?&]cursor=([^&]+)").matcher(uri);
        String again = asked.find() ? asked.group(1) : RestQuery.FROM_THE_BEGINNING;
        String json = CURSOR.matcher(reply.json().toString())
                .replaceFirst(Matcher.quoteReplacement("\"cursor\":\"" + again + "\"}"));
        return new RestReply(
                reply.status(), new TextBuffer().raw(json.getBytes(StandardCharsets.UTF_8)), reply.retryAfterSeconds());
    }
}
