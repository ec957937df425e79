package trifecta.console.look;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.history.BookHistory;
import trifecta.store.postgres.Failures;
import trifecta.store.views.ProductionViews;

/**
 * Where questions to production are handed in: books over connections of their own, so that a slow report does not hold up a live ladder.
 * A failure is an answer with a sentence. Safe for any thread.
 */
public final class ProductionDesk implements AutoCloseable {
    /** Application name of the connections that fold books. */
    static final String BOOKS = "trifecta console books";

    /** Application name of the connections that read the views. */
    static final String VIEWS = "trifecta console views";

    private static final Logger log = LoggerFactory.getLogger(ProductionDesk.class);

    /** Two cores of the server's at most for each kind of question. */
    private static final int SEATS = 2;

    /** As long as a person waits without wondering; then "busy" is the better answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Thirty times what a search over a million markets takes. */
    private static final Duration STATEMENT_MAX = Duration.ofSeconds(6);

    private final Optional<Parts> parts;
    private final Set<Seats<?>> failing = ConcurrentHashMap.newKeySet();

    private record Parts(Seats<BookHistory> books, Seats<ProductionViews> views) {}

    /**
     * @param production where to ask; empty: nowhere
     */
    public ProductionDesk(Optional<DatabaseAddress> production) {
        this(production, SEATS, PATIENCE, STATEMENT_MAX);
    }

    ProductionDesk(Optional<DatabaseAddress> production, int seats, Duration patience, Duration statementMax) {
        parts = production.map(address -> new Parts(
                new Seats<>(seats, patience, () -> BookHistory.open(address, BOOKS, statementMax)),
                new Seats<>(seats, patience, () -> ProductionViews.open(address, VIEWS, statementMax))));
    }

    /** No answer can be had now. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    <R> R books(Seats.Question<BookHistory, R> question) throws Unavailable {
        return ask(parts().books(), question);
    }

    <R> R views(Seats.Question<ProductionViews, R> question) throws Unavailable {
        return ask(parts().views(), question);
    }

    private Parts parts() throws Unavailable {
        if (parts.isEmpty()) {
            throw new Unavailable("This console was not told where production is: set console.production.url.");
        }
        return parts.get();
    }

    private <T extends AutoCloseable, R> R ask(Seats<T> seats, Seats.Question<T, R> question) throws Unavailable {
        try {
            R answer = seats.ask(question);
            if (failing.remove(seats)) {
                log.info("production answers again");
            }
            return answer;
        } catch (Seats.Busy e) {
            throw new Unavailable("Too many questions at once; this one was not asked.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The console is about to end.");
        } catch (StoreException e) {
            throw new Unavailable(sentence(seats, e));
        }
    }

    private String sentence(Seats<?> seats, StoreException failure) {
        if (Failures.isTooSlow(failure)) {
            return "Production took too long to answer; the question was given up.";
        }
        if (failing.add(seats)) {
            log.warn("{}: {}; {}", failure.operation(), failure.facts(), failure.hint());
        }
        return failure.passing()
                ? "Production does not answer; this page tries again by itself."
                : "Production refuses to answer: " + failure.hint() + ".";
    }

    @Override
    public void close() {
        parts.ifPresent(each -> {
            each.views().close();
            each.books().close();
        });
    }
}
