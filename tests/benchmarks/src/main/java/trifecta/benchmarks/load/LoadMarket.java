package trifecta.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.protocol.Message;

/**
 * One market of a load, with its changes as the exchange writes them.
 *
 * @param book before the first change
 * @param head the beginning of every message body, up to the change
 * @param changes the middle of the message bodies, up to the time; shared by many markets
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoadMarket(String ticker, List<Level> book, byte[] head, List<byte[]> changes) {
    private static final int MICROS_OF_FOUR_DECIMALS = 100;
    private static final int DOLLAR_MICROS = 1_000_000;
    private static final int HUNDRED = 100;

    static LoadMarket of(String ticker, List<Level> book, List<byte[]> changes) {
        UUID id = UUID.nameUUIDFromBytes(ticker.getBytes(StandardCharsets.UTF_8));
        String head = "\"msg\":{\"market_ticker\":\"" + ticker + "\",\"market_id\":\"" + id + "\",";
        return new LoadMarket(ticker, book, head.getBytes(StandardCharsets.UTF_8), changes);
    }

    /** The part of a message body that says what changed. */
    static byte[] change(Message.Delta delta) {
        int price = delta.priceMicros();
        String dollars = price % MICROS_OF_FOUR_DECIMALS == 0
                ? "%d.%04d".formatted(price / DOLLAR_MICROS, price % DOLLAR_MICROS / MICROS_OF_FOUR_DECIMALS)
                : "%d.%06d".formatted(price / DOLLAR_MICROS, price % DOLLAR_MICROS);
        long size = Math.abs(delta.deltaHundredths());
        String contracts =
                (delta.deltaHundredths() < 0 ? "-" : "") + "%d.%02d".formatted(size / HUNDRED, size % HUNDRED);
        String side = delta.side() == Side.YES ? "yes" : "no";
        return ("\"price_dollars\":\"" + dollars + "\",\"delta_fp\":\"" + contracts + "\",\"side\":\"" + side + "\",")
                .getBytes(StandardCharsets.UTF_8);
    }
}
