package trifecta.exchange;

import java.util.List;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;

/**
 * Writes the {@code msg} object of each message, in the field names of the published protocol. It is written once for an event and shared by
 * all subscriptions, whose envelopes differ. Each call overwrites the text of the one before.
 */
final class Bodies {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int DOLLAR_MICROS = PriceStructure.DOLLAR_MICROS;

    private final TextBuffer text = new TextBuffer();

    TextBuffer delta(Event.Delta delta, long stampMicros, Stamps stamps) {
        text.clear().raw(delta.market().head());
        text.text(",\"price_dollars\":\"").dollars(delta.priceMicros());
        text.text("\",\"delta_fp\":\"").contracts(delta.deltaHundredths());
        text.text(delta.side() == Side.YES ? "\",\"side\":\"yes\"" : "\",\"side\":\"no\"");
        if (stampMicros != Times.ABSENT && stamps != Stamps.NONE) {
            if (stamps != Stamps.MILLIS) {
                text.text(",\"ts\":\"").instant(stampMicros).text('"');
            }
            text.text(",\"ts_ms\":").number(Times.millis(stampMicros));
        }
        return text.text('}');
    }

    /** A whole book; a side without levels has no key. */
    TextBuffer snapshot(Market market, List<Level> levels) {
        text.clear().raw(market.head());
        side(levels, Side.YES, ",\"yes_dollars_fp\":[");
        side(levels, Side.NO, ",\"no_dollars_fp\":[");
        return text.text('}');
    }

    TextBuffer trade(Trade trade) {
        return trade(trade, trade.exchangeMicros());
    }

    /**
     * @param toldMicros the time that it tells
     */
    TextBuffer trade(Trade trade, long toldMicros) {
        Side taker = trade.takerSide() == null ? Side.YES : trade.takerSide();
        String word = taker == Side.YES ? "yes" : "no";
        text.clear().text("{\"trade_id\":\"").text(trade.tradeId());
        text.text("\",\"market_ticker\":").json(trade.market());
        text.text(",\"yes_price_dollars\":\"").dollars(trade.yesPriceMicros());
        text.text("\",\"no_price_dollars\":\"").dollars(trade.noPriceMicros());
        text.text("\",\"count_fp\":\"").contracts(trade.countHundredths());
        text.text("\",\"taker_side\":\"").text(word);
        text.text("\",\"taker_outcome_side\":\"").text(word);
        text.text("\",\"taker_book_side\":\"").text(taker == Side.YES ? "bid" : "ask");
        text.text("\",\"is_block_trade\":").text(trade.blockTrade() ? "true" : "false");
        return times(toldMicros).text('}');
    }

    TextBuffer ticker(Market market, Ticker ticker) {
        text.clear().raw(market.head());
        dollars("price_dollars", ticker.priceMicros());
        dollars("yes_bid_dollars", ticker.yesBidMicros());
        dollars("yes_ask_dollars", ticker.yesAskMicros());
        contracts("volume_fp", ticker.volumeHundredths());
        contracts("open_interest_fp", ticker.openInterestHundredths());
        text.text(",\"dollar_volume\":").number(ticker.dollarVolumeMicros() / DOLLAR_MICROS);
        text.text(",\"dollar_open_interest\":").number(ticker.dollarOpenInterestMicros() / DOLLAR_MICROS);
        contracts("yes_bid_size_fp", ticker.yesBidSizeHundredths());
        contracts("yes_ask_size_fp", ticker.yesAskSizeHundredths());
        contracts("last_trade_size_fp", ticker.lastTradeSizeHundredths());
        times(ticker.exchangeMicros());
        return text.text(",\"time\":\"").instant(ticker.exchangeMicros()).text("\"}");
    }

    TextBuffer recorded(Body body) {
        body.appendTo(text.clear());
        return text;
    }

    private void side(List<Level> levels, Side side, String key) {
        boolean first = true;
        for (Level level : levels) {
            if (level.side() != side) {
                continue;
            }
            text.text(first ? key : ",");
            first = false;
            text.text("[\"").dollars(level.priceMicros());
            text.text("\",\"").contracts(level.sizeHundredths()).text("\"]");
        }
        if (!first) {
            text.text(']');
        }
    }

    private TextBuffer times(long micros) {
        text.text(",\"ts\":").number(Math.floorDiv(micros, MICROS_PER_SECOND));
        return text.text(",\"ts_ms\":").number(Times.millis(micros));
    }

    private void dollars(String name, long micros) {
        text.text(",\"").text(name).text("\":\"").dollars(micros).text('"');
    }

    private void contracts(String name, long hundredths) {
        text.text(",\"").text(name).text("\":\"").contracts(hundredths).text('"');
    }
}
