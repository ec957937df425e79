package trifecta.gatherer;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the exchange once a minute which subscriptions it has for this connection: an acknowledgement that nobody keeps is worth
 * nothing. Single-threaded; times are monotonic nanoseconds.
 */
final class Audit {
    private static final Logger log = LoggerFactory.getLogger(Audit.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private Set<Integer> asked = Set.of();
    private Set<Integer> strays = Set.of();
    private long commandId;
    private long askedNanos;
    private boolean waiting;
    private boolean heard;
    private boolean refused;

    /** A connection begins. */
    void begin(long nowNanos) {
        askedNanos = nowNanos;
        waiting = false;
        refused = false;
        strays = Set.of();
    }

    boolean due(long nowNanos) {
        return !refused && !waiting && nowNanos - askedNanos >= EVERY.toNanos();
    }

    /** The question is on its way; only these subscriptions are judged by the answer. */
    void asked(long id, Set<Integer> sids, long nowNanos) {
        commandId = id;
        asked = Set.copyOf(sids);
        askedNanos = nowNanos;
        waiting = true;
        heard = false;
    }

    /** Any frame came. */
    void heard() {
        heard = true;
    }

    /** Why the connection is of no use, if the question was not answered in time and nothing else was heard either. */
    Optional<String> silence(long nowNanos) {
        if (!waiting || nowNanos - askedNanos < SubscriptionControl.ANSWER_MAX.toNanos()) {
            return Optional.empty();
        }
        waiting = false;
        if (!heard) {
            return Optional.of("nothing was heard, not even an answer");
        }
        log.warn("the exchange does not tell its subscriptions; not asking any more on this connection");
        refused = true;
        return Optional.empty();
    }

    /** @return whether the error answers the question, which is then not asked again */
    boolean refused(long id) {
        boolean mine = waiting && id == commandId;
        refused |= mine;
        waiting &= !mine;
        return mine;
    }

    /** The sids that the exchange should have and does not. */
    Set<Integer> missing(Set<Integer> known) {
        waiting = false;
        Set<Integer> missing = new HashSet<>(asked);
        missing.removeAll(known);
        return missing;
    }

    /** The sids that the exchange has had for two answers and that nobody here wants. */
    Set<Integer> strays(Set<Integer> known, Set<Integer> wanted) {
        Set<Integer> unwanted = new HashSet<>(known);
        unwanted.removeAll(wanted);
        Set<Integer> twice = new HashSet<>(unwanted);
        twice.retainAll(strays);
        strays = unwanted;
        return twice;
    }
}
