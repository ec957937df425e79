package trifecta.exchange;

import org.jspecify.annotations.Nullable;
import trifecta.exchange.Deviations.Overtaken;
import trifecta.market.Times;
import trifecta.service.status.Counters;

/**
 * Puts messages into the queues of subscriptions, with their numbers and with what faults make of them, and writes down what is withheld.
 * Owned by the sequencer.
 */
final class Dispatch {
    /** Longest envelope around a body. */
    private static final int ENVELOPE_BYTES_MAX = 120;

    private static final String NOISE = "{\"forecast\":[{\"of\":{\"what\":\"nobody knows\"}}]}";
    private static final String GARBLED = "{\"market_ticker\":\"\\u00";

    private final ExchangeRecord record;
    private final Counters<Counts> counters;
    private final Audience audience;
    private final TextBuffer envelope = new TextBuffer();
    private final TextBuffer noise = new TextBuffer().text(NOISE);
    private final TextBuffer cut = new TextBuffer().text(GARBLED);
    private final TextBuffer overtaken = new TextBuffer();
    private long index;

    /**
     * @param audience told of each connection that the present event is sent to
     */
    Dispatch(ExchangeRecord record, Counters<Counts> counters, Audience audience) {
        this.record = record;
        this.counters = counters;
        this.audience = audience;
    }

    /** The number of the present event, or of the last one. */
    void at(long number) {
        index = number;
    }

    /**
     * The present event for one subscription.
     *
     * @return whether it was sent, whole
     */
    boolean offer(Subscription to, String type, TextBuffer body) {
        Subscription.Fate fate = to.nextFate();
        if (fate == Subscription.Fate.SEND && !hasRoom(to, body)) {
            to.overflow();
            fate = Subscription.Fate.OVERFLOW;
        }
        if (fate == Subscription.Fate.SEND) {
            if (to.isSequenced() && to.takeNoise()) {
                send(to, "market_weather", to.takeSeq(), noise);
            }
            send(to, type, to.isSequenced() ? to.takeSeq() : Times.ABSENT, body);
            audience.add(to.connection());
            return true;
        }
        boolean usesNumber = to.isSequenced() && fate != Subscription.Fate.DROP;
        long seq = usesNumber ? to.takeSeq() : Times.ABSENT;
        if (fate == Subscription.Fate.GARBLE) {
            garbled(to, type, seq);
        }
        record.withheld(index, to, seq, fate.word());
        counters.increment(Counts.WITHHELD);
        return false;
    }

    /**
     * A change of a book: it may overtake the one before it, or be kept back for the next one to do so.
     *
     * @return whether it was sent, whole, or will be before anything else
     */
    boolean offerDelta(Subscription to, String type, Event.Delta delta, TextBuffer body) {
        Deviations deviations = to.deviations();
        Overtaken kept = deviations == null ? null : deviations.release();
        if (deviations != null && kept != null && deviations.mayOvertake(kept, delta)) {
            boolean sent = offer(to, type, body);
            late(to, type, kept);
            return sent;
        }
        late(to, type, kept);
        if (deviations != null && deviations.wantsToSwap() && to.sendsNext() && hasRoom(to, body)) {
            deviations.keepBack(new Overtaken(delta.market(), delta.exchangeMicros(), new Body(body.toBytes())));
            audience.add(to.connection());
            return true;
        }
        return offer(to, type, body);
    }

    /** What was kept back for another message to overtake it goes now. */
    void release(Subscription to, String type) {
        Deviations deviations = to.deviations();
        late(to, type, deviations == null ? null : deviations.release());
    }

    /** Something that is sent whatever the faults are. */
    void send(Subscription to, String type, long seq, TextBuffer body) {
        begin(to, type, seq);
        to.connection().outbox().frame(envelope, body, '}', index);
        to.connection().countSent();
        counters.increment(Counts.SENT);
        if (seq != Times.ABSENT && to.takeRepeat()) {
            to.connection().outbox().frame(envelope, body, '}', index);
        }
    }

    private void late(Subscription to, String type, @Nullable Overtaken kept) {
        if (kept != null && !to.hasEnded()) {
            kept.body().appendTo(overtaken.clear());
            send(to, type, to.takeSeq(), overtaken);
        }
    }

    private static boolean hasRoom(Subscription to, TextBuffer body) {
        return to.connection().outbox().hasRoomFor(body.length() + ENVELOPE_BYTES_MAX);
    }

    /** Ends within its message: the JSON does not close. */
    private void garbled(Subscription to, String type, long seq) {
        begin(to, type, seq);
        to.connection().outbox().frame(envelope, cut, '"', index);
    }

    private void begin(Subscription to, String type, long seq) {
        envelope.clear().text("{\"type\":\"").text(type).text("\",\"sid\":").number(to.sid());
        if (seq != Times.ABSENT) {
            envelope.text(",\"seq\":").number(seq);
        }
        envelope.text(",\"msg\":");
    }
}
