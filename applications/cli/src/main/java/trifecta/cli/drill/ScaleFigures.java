package trifecta.cli.drill;

import java.time.Duration;

/**
 * What a gatherer did with so many markets.
 *
 * @param subscribed from its start until all books were live
 * @param heapBytes what was left of its heap after a full collection
 * @param residentBytes memory of its process then
 * @param messages received in the time measured
 * @param events that the exchange emitted in that time
 * @param processor time of its process in that time
 * @param measured that time
 */
record ScaleFigures(
        int markets,
        int active,
        Duration subscribed,
        long heapBytes,
        long residentBytes,
        double messages,
        double events,
        Duration processor,
        Duration measured) {

    double microsPerMessage() {
        return processor.toNanos() / 1e3 / Math.max(1, messages);
    }

    double messagesPerSecond() {
        return messages / seconds();
    }

    double eventsPerSecond() {
        return events / seconds();
    }

    /** Of one core. */
    double load() {
        return processor.toNanos() / (double) measured.toNanos();
    }

    private double seconds() {
        return measured.toNanos() / 1e9;
    }
}
