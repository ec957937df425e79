package trifecta.console.look;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.console.look.ProductionDesk.Unavailable;
import trifecta.service.Clocks;
import trifecta.store.views.TimeText;

/**
 * The addresses below {@code /api/markets} and {@code /api/coverage}. A wrong parameter is 400, an unknown market 404, a production that
 * does not answer 503, each with one sentence in {@code error}. Safe for any thread.
 */
public final class LookApi {
    private static final String MARKETS = "/api/markets";
    private static final String COVERAGE = "/api/coverage";

    private final MarketQuestions markets;
    private final CoverageQuestions coverage;
    private final InstantSource clock;

    public LookApi(ProductionDesk desk, InstantSource clock) {
        this.markets = new MarketQuestions(desk);
        this.coverage = new CoverageQuestions(desk);
        this.clock = clock;
    }

    /** Whether a path is one of these. */
    public static boolean knows(String rawPath) {
        return rawPath.equals(MARKETS) || rawPath.startsWith(MARKETS + "/") || rawPath.equals(COVERAGE);
    }

    /**
     * The answer to a question.
     *
     * @param rawPath as it stands in the address
     * @param rawQuery what stands behind the question mark; null: nothing
     */
    public Answer answer(String rawPath, @Nullable String rawQuery) {
        try {
            Parameters parameters = Parameters.read(rawQuery);
            long now = Clocks.micros(clock.instant());
            Map<String, @Nullable Object> json = ask(segments(rawPath), parameters, now);
            json.put("now", TimeText.iso(now));
            return Answer.of(json);
        } catch (BadQuestion e) {
            return Answer.error(Answer.BAD_QUESTION, e.sentence());
        } catch (NoSuchMarket e) {
            return Answer.error(Answer.NOT_FOUND, "Production has no market of that ticker.");
        } catch (NoSuchAddress e) {
            return Answer.error(Answer.NOT_FOUND, "There is nothing at this address.");
        } catch (Unavailable e) {
            return Answer.error(Answer.UNAVAILABLE, e.sentence());
        }
    }

    private static final class NoSuchAddress extends Exception {
        private static final long serialVersionUID = 1;
    }

    private Map<String, @Nullable Object> ask(List<String> path, Parameters parameters, long now)
            throws BadQuestion, NoSuchMarket, NoSuchAddress, Unavailable {
        if (path.equals(List.of("coverage"))) {
            return coverage.days(parameters, now);
        }
        if (path.equals(List.of("markets"))) {
            return markets.search(parameters);
        }
        String ticker = path.get(1);
        return switch (path.size() == 2 ? "" : path.size() == 3 ? path.get(2) : "?") {
            case "" -> markets.facts(ticker, parameters);
            case "book" -> markets.book(ticker, parameters, now);
            case "trades" -> markets.trades(ticker, parameters, now);
            case "coverage" -> coverage.intervals(ticker, parameters);
            default -> throw new NoSuchAddress();
        };
    }

    /** What stands between the slashes behind {@code /api}, decoded. */
    private static List<String> segments(String rawPath) throws BadQuestion, NoSuchAddress {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.substring("/api/".length()).split("/", -1)) {
            if (segment.isEmpty()) {
                throw new NoSuchAddress();
            }
            segments.add(Parameters.decode(segment.replace("+", "%2B")));
        }
        return segments;
    }
}
