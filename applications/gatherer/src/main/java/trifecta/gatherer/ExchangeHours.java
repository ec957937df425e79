package trifecta.gatherer;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.protocol.rest.ExchangeStatus;
import trifecta.protocol.rest.RestException;

/**
 * Whether the exchange itself says that it is closed. Asked by REST when connections fail, and until it opens again: meanwhile nobody
 * knocks, and all come back within seconds of its opening, however long their pauses had grown. Where nobody answers, nothing is
 * known, and each connection goes by its own failures. Safe for any thread; {@link #run} has one of its own, ended by interruption.
 */
final class ExchangeHours implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ExchangeHours.class);

    /** One read in two seconds, of twenty a second. */
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);

    /** After so many questions without an answer the last one counts no longer, and nobody is asked until another failure. */
    private static final int SILENT_MAX = 15;

    /** Asks the exchange for its status. */
    interface Question {
        ExchangeStatus ask() throws RestException, InterruptedException;
    }

    private final Question question;
    private boolean doubted;
    private boolean closed;
    private int silent;

    ExchangeHours(Question question) {
        this.question = question;
    }

    /** A connection ended or could not be opened: the exchange is asked soon. */
    synchronized void doubt() {
        doubted = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Waits while the exchange is closed. */
    synchronized void awaitOpen() throws InterruptedException {
        while (closed) {
            wait();
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(ASK_EVERY);
                if (isInDoubt()) {
                    ask();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isInDoubt() {
        boolean is = doubted || closed;
        doubted = false;
        return is;
    }

    private void ask() throws InterruptedException {
        try {
            answered(question.ask());
        } catch (RestException e) {
            unanswered();
        }
    }

    private synchronized void answered(ExchangeStatus status) {
        silent = 0;
        if (closed == !status.exchangeActive()) {
            return;
        }
        closed = !status.exchangeActive();
        if (closed) {
            log.warn("the exchange says that it is closed: waiting until it says that it is open");
        } else {
            log.info("the exchange is open again");
        }
        notifyAll();
    }

    private synchronized void unanswered() {
        silent++;
        if (silent < SILENT_MAX) {
            doubted = true;
        } else if (closed) {
            log.warn("the exchange does not say any more whether it is closed: trying to connect");
            closed = false;
            notifyAll();
        }
    }
}
