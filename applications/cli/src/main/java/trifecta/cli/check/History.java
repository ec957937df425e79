package trifecta.cli.check;

import java.util.List;
import java.util.Map;

/**
 * What the exchange says happened.
 *
 * @param books by market, in order
 * @param trades by market, in order
 * @param lifecycles by subject, in order
 * @param tickers by market, in order
 * @param lastWallMicros the exchange's clock at the record's end
 * @param ended the record was closed in order: nothing can follow it
 * @param stamps how the times of deltas may differ from the record's
 * @param listening by market: when some line had all of its book
 * @param unheard events that were sent to nobody though no fault kept the lines away
 */
record History(
        Map<String, List<BookItem>> books,
        Map<String, List<TradeItem>> trades,
        Map<String, List<LifecycleItem>> lifecycles,
        Map<String, List<TickerItem>> tickers,
        long lastWallMicros,
        boolean ended,
        StampTolerance stamps,
        Map<String, List<Listening.Interval>> listening,
        long unheard) {}
