package trifecta.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Trade;

/**
 * Something that happened at the exchange, as a source tells it.
 *
 * <p>{@code body} is the recorded {@code msg} object where the source replays one, byte for byte; null: the sequencer writes it.
 */
sealed interface Event {
    Market market();

    record Delta(
            Market market,
            long exchangeMicros,
            Side side,
            int priceMicros,
            long deltaHundredths,
            @Nullable Body body) implements Event {}

    record Traded(Market market, Trade trade, @Nullable Body body) implements Event {}

    record TickerChanged(
            Market market, Ticker ticker, @Nullable Body body) implements Event {}

    /**
     * A message of the lifecycle channel.
     *
     * @param market the market, or any market of the event that it concerns
     * @param type the message type
     * @param subject the ticker of the market or event
     */
    record LifecycleChanged(
            Market market, String type, String subject, String eventType, long exchangeMicros, Body body)
            implements Event {}

    /** The exchange emptied a book and says so with a snapshot nobody asked for. */
    record BookCleared(Market market, long exchangeMicros) implements Event {}

    /**
     * The source itself has a hole here: the book is another one and nobody is told. The sequencer closes every connection that listens
     * to the market, so that the hole is everybody's.
     */
    record BookReset(Market market, List<Level> content) implements Event {}
}
