package trifecta.gatherer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.feed.RestBookNote;
import trifecta.journal.EntryKind;
import trifecta.protocol.rest.RestBook;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;

/**
 * Asks the exchange's REST interface for the books of all markets now and then, a source of its own against which the merge checks
 * its path. The lines take turns by the clock alone, so that one asks at a time and none has to know of the others. One thread.
 */
final class BookPoll implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(BookPoll.class);

    private final int line;
    private final int lines;
    private final Duration interval;
    private final RestClient rest;
    private final Recorder recorder;
    private final Supplier<Collection<String>> markets;
    private final InstantSource clock;

    /**
     * @param interval from the begin of one turn to that of the next line's
     * @param markets whose books to ask for
     */
    BookPoll(
            int line,
            int lines,
            Duration interval,
            RestClient rest,
            Recorder recorder,
            Supplier<Collection<String>> markets,
            InstantSource clock) {
        this.line = line;
        this.lines = lines;
        this.interval = interval;
        this.rest = rest;
        this.recorder = recorder;
        this.markets = markets;
        this.clock = clock;
    }

    /** Milliseconds until this line's next turn begins. */
    static long millisToTurn(long nowMillis, int line, int lines, long intervalMillis) {
        long round = intervalMillis * lines;
        return Math.floorMod(intervalMillis * (line - 1) - nowMillis, round);
    }

    @Override
    public void run() {
        try {
            while (true) {
                // a turn that begins in this very moment was done just now
                Thread.sleep(1 + millisToTurn(clock.millis() + 1, line, lines, interval.toMillis()));
                poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() throws InterruptedException {
        List<String> all = new ArrayList<>(markets.get());
        int told = 0;
        for (int from = 0; from < all.size(); from += RestClient.BOOKS_PER_CALL_MAX) {
            List<String> some = all.subList(from, Math.min(all.size(), from + RestClient.BOOKS_PER_CALL_MAX));
            try {
                for (RestBook book : rest.orderbooks(some)) {
                    recorder.append(EntryKind.BOOK, 0, new RestBookNote(book.market(), book.levels()).text());
                    told++;
                }
            } catch (RestException e) {
                if (e.kind() != RestException.Kind.UNAVAILABLE) {
                    log.warn("books by REST: {}; {}; these are left out", e.getMessage(), e.hint());
                    continue;
                }
                log.warn("books by REST: {}; {}; the rest of this turn is left out", e.getMessage(), e.hint());
                return;
            }
        }
        log.info("{} books were told by REST, to check the merge", told);
    }
}
