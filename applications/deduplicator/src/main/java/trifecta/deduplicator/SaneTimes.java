package trifecta.deduplicator;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import trifecta.market.BookChange;
import trifecta.market.Times;
import trifecta.market.Trade;

/**
 * Times that can be true. A stamp of a broken frame must neither take its event out of the path nor hold back all that follow: such
 * an event has no time. Judged by the later of the line's clock and ours, so that one of them may be wrong.
 */
final class SaneTimes {
    /** Before Kalshi opened, in July 2021. */
    static final long EARLIEST_MICROS = Instant.parse("2021-01-01T00:00:00Z").getEpochSecond() * 1_000_000;

    /** Clocks of the exchange and of ours differ by far less. */
    private static final long AHEAD_MICROS = Duration.ofDays(1).toMillis() * 1_000;

    private final CredibleTimes[] lines;
    private long nowMicros;
    private long refused;

    /**
     * @param lines how many there are; they are numbered from 0
     */
    SaneTimes(int lines) {
        this.lines = Stream.generate(CredibleTimes::new).limit(lines).toArray(CredibleTimes[]::new);
    }

    /** What our clock says. */
    void now(long micros) {
        nowMicros = micros;
    }

    /** A stamp of an event received at a time of its line's clock, {@link Times#ABSENT} when it cannot be true or is not believed. */
    long stamp(int line, long micros, long receivedMicros) {
        if (micros == Times.ABSENT) {
            return micros;
        }
        boolean canBe = micros >= EARLIEST_MICROS && micros < Math.max(nowMicros, receivedMicros) + AHEAD_MICROS;
        if (canBe && lines[line].believes(micros, receivedMicros)) {
            return micros;
        }
        refused++;
        return Times.ABSENT;
    }

    BookChange stamp(int line, BookChange change, long receivedMicros) {
        return change.at(stamp(line, change.exchangeMicros(), receivedMicros));
    }

    Trade stamp(int line, Trade trade, long receivedMicros) {
        long micros = stamp(line, trade.exchangeMicros(), receivedMicros);
        return micros == trade.exchangeMicros()
                ? trade
                : new Trade(
                        trade.tradeId(),
                        trade.market(),
                        micros,
                        trade.yesPriceMicros(),
                        trade.noPriceMicros(),
                        trade.countHundredths(),
                        trade.takerSide(),
                        trade.takerBookSide(),
                        trade.blockTrade());
    }

    /** A line's clock, ours where that one cannot be true: rows without a stamp are stored by it. */
    long received(long micros) {
        return micros >= EARLIEST_MICROS ? micros : nowMicros;
    }

    /** Stamps that could not be true, since this was made. */
    long refused() {
        return refused;
    }
}
