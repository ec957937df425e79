package trifecta.console.breaking;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.console.breaking.Attempt.Phase;
import trifecta.console.look.Answer;
import trifecta.console.look.BadQuestion;
import trifecta.console.look.Parameters;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.process.Breakage;
import trifecta.store.views.TimeText;

/**
 * The address {@code /api/break}: GET tells what can be broken, what is under way and what came of the last ones; POST breaks. A
 * request that nobody may send is 403, a wrong parameter 400, what cannot be broken now 409, each with one sentence in {@code error}.
 * Safe for any thread.
 */
public final class BreakApi {
    /** Where it is. */
    public static final String PATH = "/api/break";

    /** The header that a request to break carries, with the value {@code yes}. */
    public static final String MARK = "X-Trifecta-Break";

    private static final int ACCEPTED = 202;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private static final double MILLIS_PER_SECOND = 1e3;

    private final Optional<Breaker> breaker;
    private final InstantSource clock;

    /** @param breaker empty: nothing can be broken here */
    public BreakApi(Optional<Breaker> breaker, InstantSource clock) {
        this.breaker = breaker;
        this.clock = clock;
    }

    /** What is to be told. */
    public Answer tell() {
        return Answer.of(breaker.map(this::told).orElse(Map.of("possible", false)));
    }

    /**
     * Breaks something; answers when it is broken, long before all is whole again.
     *
     * @param rawQuery {@code what=GATHERER&line=2}; null: nothing
     */
    public Answer begin(@Nullable String rawQuery, Sender sender) throws InterruptedException {
        if (breaker.isEmpty()) {
            return Answer.error(FORBIDDEN, "Nothing can be broken here, only what `trifecta up` runs on this machine.");
        }
        if (!sender.isMeant()) {
            return Answer.error(
                    FORBIDDEN, "Only this console's own page breaks something, with the header " + MARK + ": yes.");
        }
        try {
            begin(breaker.get(), Parameters.read(rawQuery));
            return new Answer(ACCEPTED, tell().body());
        } catch (BadQuestion e) {
            return Answer.error(Answer.BAD_QUESTION, e.sentence());
        } catch (Busy e) {
            return Answer.error(CONFLICT, e.sentence());
        } catch (OperatingException e) {
            return Answer.error(CONFLICT, e.getMessage() + ".");
        }
    }

    private static void begin(Breaker breaker, Parameters parameters) throws BadQuestion, Busy, InterruptedException {
        String name = parameters.text("what").orElse("");
        List<Breakage> offers = breaker.offers();
        Breakage what = offers.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadQuestion("what: '" + name + "' is none of "
                        + String.join(", ", offers.stream().map(Enum::name).toList()) + "."));
        int line = 0;
        if (what.hitsALine()) {
            line = parameters.number("line", 0, 1, breaker.extent().lines());
            if (line == 0) {
                throw new BadQuestion("line: " + name + " takes the number of a line.");
            }
        }
        parameters.noMore();
        breaker.begin(what, line);
    }

    private Map<String, @Nullable Object> told(Breaker of) {
        Breaker.State state = of.state();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("possible", true);
        json.put("lines", of.extent().lines());
        json.put("breakages", of.offers().stream().map(BreakApi::offered).toList());
        json.put("present", state.present().map(each -> present(of, each)).orElse(null));
        json.put("last", state.over().stream().map(BreakApi::over).toList());
        json.put("now", TimeText.iso(Clocks.micros(clock.instant())));
        return json;
    }

    private static Map<String, Object> offered(Breakage each) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", each);
        json.put("words", each.words());
        json.put("targetSeconds", each.target().toSeconds());
        json.put("promisedSeconds", each.promised().toSeconds());
        json.put("needsLine", each.hitsALine());
        return json;
    }

    private static Map<String, @Nullable Object> present(Breaker of, Attempt attempt) {
        Map<String, @Nullable Object> json = named(attempt);
        json.put("broken", attempt.phase() instanceof Phase.Healing);
        json.put("seconds", seconds(of.soFar(attempt)));
        return json;
    }

    private static Map<String, @Nullable Object> over(Attempt attempt) {
        Map<String, @Nullable Object> json = named(attempt);
        Optional<Duration> took = attempt.phase() instanceof Phase.Over end ? end.took() : Optional.empty();
        json.put("healed", took.isPresent());
        json.put("seconds", took.map(BreakApi::seconds).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> named(Attempt attempt) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("what", attempt.what());
        json.put("words", attempt.words());
        json.put("line", attempt.line() > 0 ? attempt.line() : null);
        json.put("since", TimeText.iso(Clocks.micros(attempt.since())));
        return json;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
