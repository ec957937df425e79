package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.FrameEncoder.Form;
import trifecta.protocol.FrameEncoder.Stamps;

/** Writes what stands in {@code msg}. */
final class BodyWriter {
    private static final int MICROS_PER_CENT = 10_000;
    private static final int MICROS_PER_DOLLAR = 1_000_000;
    private static final int HUNDREDTHS = 100;
    private static final int DOLLAR_DECIMALS_MIN = 4;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final byte[] MARKET_ID = "market_id".getBytes(StandardCharsets.US_ASCII);

    private final JsonWriter json;
    private final boolean legacy;
    private final Stamps stamps;
    private final Function<String, byte[]> marketIds;

    BodyWriter(JsonWriter json, Form form, Stamps stamps, Function<String, byte[]> marketIds) {
        this.json = json;
        this.legacy = form == Form.LEGACY;
        this.stamps = stamps;
        this.marketIds = marketIds;
    }

    void write(Message message) {
        switch (message) {
            case Message.Snapshot snapshot -> snapshot(snapshot);
            case Message.Delta delta -> delta(delta);
            case Message.Trade trade -> trade(trade.trade());
            case Message.Ticker ticker -> ticker(ticker.ticker());
            case Message.LifecycleChange change ->
                json.raw(change.lifecycle().content().getBytes(StandardCharsets.UTF_8));
            case Message.Subscribed subscribed -> subscribed(subscribed);
            case Message.Ok ok -> {
                json.open('{').field(Field.MARKETS).open('[');
                ok.markets().forEach(json::string);
                json.close(']').close('}');
            }
            case Message.Subscriptions subscriptions -> {
                json.open('[');
                subscriptions.subscriptions().forEach(this::subscribed);
                json.close(']');
            }
            case Message.Unsubscribed _ -> {}
            case Message.Failure failure -> failure(failure);
            case Message.Unknown _, Message.Undecodable _ ->
                throw new IllegalArgumentException("no exchange says " + message);
        }
    }

    private void openMarket(String market) {
        json.open('{').field(Field.MARKET).string(market);
        json.field(MARKET_ID).raw(marketIds.apply(market));
    }

    private void snapshot(Message.Snapshot snapshot) {
        openMarket(snapshot.market());
        side(snapshot.levels(), Side.YES, "yes");
        side(snapshot.levels(), Side.NO, "no");
        if (snapshot.exchangeMicros() != Times.ABSENT) {
            json.field(Field.TS_MS).number(FrameEncoder.millis(snapshot.exchangeMicros()));
        }
        json.close('}');
    }

    /** An empty side is left out, as the exchange does. */
    private void side(List<Level> levels, Side side, String name) {
        boolean cents = legacy;
        boolean any = false;
        for (Level level : levels) {
            any |= level.side() == side;
            cents &= level.priceMicros() % MICROS_PER_CENT == 0 && level.sizeHundredths() % HUNDREDTHS == 0;
        }
        if (!any) {
            return;
        }
        json.field(cents ? name : name + "_dollars_fp").open('[');
        for (Level level : levels) {
            if (level.side() == side) {
                json.open('[');
                if (cents) {
                    json.number(level.priceMicros() / MICROS_PER_CENT).number(level.sizeHundredths() / HUNDREDTHS);
                } else {
                    dollars(level.priceMicros());
                    contracts(level.sizeHundredths());
                }
                json.close(']');
            }
        }
        json.close(']');
    }

    private void delta(Message.Delta delta) {
        openMarket(delta.market());
        price(Field.PRICE_DOLLARS, Field.PRICE_CENTS, delta.priceMicros());
        count(Field.DELTA_FP, Field.DELTA, delta.deltaHundredths());
        side(Field.SIDE, delta.side());
        if (delta.exchangeMicros() != Times.ABSENT && stamps != Stamps.NONE) {
            if (stamps == Stamps.MICROS) {
                json.field(Field.TS).time(delta.exchangeMicros());
            }
            json.field(Field.TS_MS).number(FrameEncoder.millis(delta.exchangeMicros()));
        }
        json.close('}');
    }

    private void trade(Trade trade) {
        json.open('{').field(Field.TRADE_ID).string(trade.tradeId());
        json.field(Field.MARKET).string(trade.market());
        price(Field.YES_PRICE_DOLLARS, Field.YES_PRICE_CENTS, trade.yesPriceMicros());
        price(Field.NO_PRICE_DOLLARS, Field.NO_PRICE_CENTS, trade.noPriceMicros());
        count(Field.COUNT_FP, Field.COUNT, trade.countHundredths());
        Side taker = trade.takerSide();
        if (taker != null) {
            side(Field.TAKER_SIDE, taker);
            if (!legacy) {
                side(Field.TAKER_OUTCOME_SIDE, taker);
            }
        }
        String bookSide = trade.takerBookSide();
        if (bookSide != null && !legacy) {
            json.field(Field.TAKER_BOOK_SIDE).string(bookSide);
        }
        if (trade.blockTrade()) {
            json.field(Field.BLOCK_TRADE).bool(true);
        }
        state(trade.exchangeMicros());
        json.close('}');
    }

    private void ticker(Ticker ticker) {
        openMarket(ticker.market());
        optionalPrice(Field.PRICE_DOLLARS, Field.PRICE_CENTS, ticker.priceMicros());
        optionalPrice(Field.YES_BID_DOLLARS, Field.YES_BID_CENTS, ticker.yesBidMicros());
        optionalPrice(Field.YES_ASK_DOLLARS, Field.YES_ASK_CENTS, ticker.yesAskMicros());
        optionalCount(Field.VOLUME_FP, Field.VOLUME, ticker.volumeHundredths());
        optionalCount(Field.OPEN_INTEREST_FP, Field.OPEN_INTEREST, ticker.openInterestHundredths());
        optionalAmount(Field.DOLLAR_VOLUME, ticker.dollarVolumeMicros());
        optionalAmount(Field.DOLLAR_OPEN_INTEREST, ticker.dollarOpenInterestMicros());
        optionalCount(Field.YES_BID_SIZE_FP, Field.YES_BID_SIZE_FP, ticker.yesBidSizeHundredths());
        optionalCount(Field.YES_ASK_SIZE_FP, Field.YES_ASK_SIZE_FP, ticker.yesAskSizeHundredths());
        optionalCount(Field.LAST_TRADE_SIZE_FP, Field.LAST_TRADE_SIZE_FP, ticker.lastTradeSizeHundredths());
        state(ticker.exchangeMicros());
        if (!legacy && ticker.exchangeMicros() != Times.ABSENT) {
            json.field(Field.TIME).time(ticker.exchangeMicros());
        }
        json.close('}');
    }

    /** Times of trades and tickers: whole seconds and milliseconds; older frames had the seconds alone. */
    private void state(long micros) {
        if (micros == Times.ABSENT) {
            return;
        }
        json.field(Field.TS).number(Math.floorDiv(micros, MICROS_PER_SECOND));
        if (!legacy || micros % MICROS_PER_SECOND != 0) {
            json.field(Field.TS_MS).number(FrameEncoder.millis(micros));
        }
    }

    private void subscribed(Message.Subscribed subscribed) {
        json.open('{').field("channel").string(subscribed.channel());
        json.field(Field.SID).number(subscribed.sid());
        json.close('}');
    }

    private void failure(Message.Failure failure) {
        json.open('{').field("code").number(failure.code());
        json.field(Field.MSG).string(failure.text());
        String market = failure.market();
        if (market != null) {
            json.field(Field.MARKET).string(market);
        }
        json.close('}');
    }

    private void side(Field field, Side side) {
        json.field(field).string(side == Side.YES ? "yes" : "no");
    }

    private void optionalPrice(Field dollars, Field cents, long micros) {
        if (micros != Ticker.ABSENT) {
            price(dollars, cents, micros);
        }
    }

    private void optionalCount(Field current, Field old, long hundredths) {
        if (hundredths != Ticker.ABSENT) {
            count(current, old, hundredths);
        }
    }

    /** Whole dollars as a number, as the exchange sends them; others as a decimal string. */
    private void optionalAmount(Field field, long micros) {
        if (micros == Ticker.ABSENT) {
            return;
        }
        json.field(field);
        if (micros % MICROS_PER_DOLLAR == 0) {
            json.number(micros / MICROS_PER_DOLLAR);
        } else {
            dollars(micros);
        }
    }

    private void price(Field dollars, Field cents, long micros) {
        if (legacy && micros % MICROS_PER_CENT == 0) {
            json.field(cents).number(micros / MICROS_PER_CENT);
        } else {
            json.field(dollars);
            dollars(micros);
        }
    }

    private void count(Field current, Field old, long hundredths) {
        if (legacy && hundredths % HUNDREDTHS == 0 && current != old) {
            json.field(old).number(hundredths / HUNDREDTHS);
        } else {
            json.field(current);
            contracts(hundredths);
        }
    }

    private void dollars(long micros) {
        json.decimal(micros, DecimalText.DOLLARS, DOLLAR_DECIMALS_MIN);
    }

    private void contracts(long hundredths) {
        json.decimal(hundredths, DecimalText.CONTRACTS, DecimalText.CONTRACTS);
    }
}
