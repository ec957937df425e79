package trifecta.exchange;

import java.util.List;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;

/** Writes the objects of REST's answers, in the field names of the published protocol. */
final class RestJson {
    private static final int DOLLAR_MICROS = PriceStructure.DOLLAR_MICROS;

    /** Kalshi's markets expire a week after their close unless they are settled before. */
    private static final long EXPIRES_AFTER_MICROS = 7 * 24 * 3_600_000_000L;

    private RestJson() {}

    static void market(TextBuffer out, Market market) {
        MarketFacts facts = market.facts();
        List<Level> book = market.book().content();
        Level yes = best(book, Side.YES);
        Level no = best(book, Side.NO);
        out.text("{\"ticker\":").json(facts.ticker()).text(",\"event_ticker\":").json(facts.eventTicker());
        out.text(",\"market_type\":\"binary\",\"title\":").json(facts.title());
        out.text(",\"yes_sub_title\":\"Yes\",\"no_sub_title\":\"No\"");
        out.text(",\"status\":\"")
                .text(market.status().word())
                .text("\",\"result\":\"")
                .text(market.result());
        out.text("\",\"created_time\":\"").instant(facts.createdMicros());
        out.text("\",\"updated_time\":\"").instant(market.updatedMicros());
        out.text("\",\"open_time\":\"").instant(facts.openMicros());
        out.text("\",\"close_time\":\"").instant(market.closeMicros());
        out.text("\",\"expiration_time\":\"").instant(market.closeMicros() + EXPIRES_AFTER_MICROS);
        out.text("\",\"latest_expiration_time\":\"").instant(market.closeMicros() + EXPIRES_AFTER_MICROS);
        if (market.settledMicros() != Times.ABSENT) {
            out.text("\",\"settlement_ts\":\"").instant(market.settledMicros());
        }
        out.text("\",\"can_close_early\":true");
        dollars(out, "yes_bid_dollars", yes.priceMicros());
        dollars(out, "yes_ask_dollars", DOLLAR_MICROS - no.priceMicros());
        dollars(out, "no_bid_dollars", no.priceMicros());
        dollars(out, "no_ask_dollars", DOLLAR_MICROS - yes.priceMicros());
        contracts(out, "yes_bid_size_fp", yes.sizeHundredths());
        contracts(out, "yes_ask_size_fp", no.sizeHundredths());
        dollars(out, "last_price_dollars", market.lastPriceMicros());
        contracts(out, "volume_fp", market.volumeHundredths());
        contracts(out, "volume_24h_fp", market.volumeHundredths());
        contracts(out, "open_interest_fp", market.openInterestHundredths());
        out.text(",\"notional_value_dollars\":\"1.0000\",\"price_level_structure\":");
        out.json(facts.prices().wireName()).text(",\"price_ranges\":[{\"start\":\"0.0000\",\"end\":\"1.0000\"");
        dollars(out, "step", facts.prices().stepMicros());
        out.text("}],\"rules_primary\":\"\",\"rules_secondary\":\"\"}");
    }

    static void event(TextBuffer out, List<Market> markets, boolean nested) {
        MarketFacts facts = markets.getFirst().facts();
        out.text("{\"event_ticker\":")
                .json(facts.eventTicker())
                .text(",\"series_ticker\":")
                .json(facts.seriesTicker());
        out.text(",\"title\":")
                .json(facts.title())
                .text(",\"sub_title\":\"\",\"category\":\"")
                .text(category(facts));
        out.text("\",\"mutually_exclusive\":false,\"collateral_return_type\":\"\",\"available_on_brokers\":false");
        out.text(",\"last_updated_ts\":\"").instant(updated(markets)).text('"');
        if (nested) {
            out.text(",\"markets\":[");
            for (int i = 0; i < markets.size(); i++) {
                out.text(i == 0 ? "" : ",");
                market(out, markets.get(i));
            }
            out.text(']');
        }
        out.text('}');
    }

    static void series(TextBuffer out, MarketFacts facts) {
        out.text("{\"ticker\":").json(facts.seriesTicker()).text(",\"title\":").json(facts.seriesTicker());
        out.text(",\"category\":\"").text(category(facts)).text("\",\"frequency\":\"custom\",\"tags\":[]");
        out.text(",\"settlement_sources\":[],\"contract_url\":\"\",\"fee_type\":\"quadratic\",\"fee_multiplier\":1}");
    }

    static String category(MarketFacts facts) {
        return facts.seriesTicker().startsWith("KXSIM") ? "Simulated" : "Recorded";
    }

    static long updated(List<Market> markets) {
        return markets.stream().mapToLong(Market::updatedMicros).max().orElse(0);
    }

    static void trade(TextBuffer out, Trade trade) {
        out.text("{\"trade_id\":").json(trade.tradeId()).text(",\"ticker\":").json(trade.market());
        contracts(out, "count_fp", trade.countHundredths());
        dollars(out, "yes_price_dollars", trade.yesPriceMicros());
        dollars(out, "no_price_dollars", trade.noPriceMicros());
        out.text(",\"taker_side\":\"").text(trade.takerSide() == Side.NO ? "no" : "yes");
        out.text("\",\"is_block_trade\":").text(trade.blockTrade() ? "true" : "false");
        out.text(",\"created_time\":\"").instant(trade.exchangeMicros()).text("\"}");
    }

    /**
     * A book, each side from its worst level to its best.
     *
     * @param depth levels of each side, the best; 0: all
     */
    static void orderbook(TextBuffer out, Market market, int depth) {
        List<Level> book = market.book().content();
        out.text("{\"yes_dollars\":");
        side(out, book, Side.YES, depth);
        out.text(",\"no_dollars\":");
        side(out, book, Side.NO, depth);
        out.text('}');
    }

    private static void side(TextBuffer out, List<Level> book, Side side, int depth) {
        List<Level> levels = book.stream().filter(level -> level.side() == side).toList();
        int from = depth == 0 ? 0 : Math.max(0, levels.size() - depth);
        out.text('[');
        for (int i = from; i < levels.size(); i++) {
            out.text(i == from ? "[\"" : ",[\"").dollars(levels.get(i).priceMicros());
            out.text("\",\"").contracts(levels.get(i).sizeHundredths()).text("\"]");
        }
        out.text(']');
    }

    private static Level best(List<Level> book, Side side) {
        Level best = new Level(side, 0, 0);
        for (Level level : book) {
            best = level.side() == side ? level : best;
        }
        return best;
    }

    static void dollars(TextBuffer out, String name, long micros) {
        out.text(",\"").text(name).text("\":\"").dollars(micros).text('"');
    }

    static void contracts(TextBuffer out, String name, long hundredths) {
        out.text(",\"").text(name).text("\":\"").contracts(hundredths).text('"');
    }
}
