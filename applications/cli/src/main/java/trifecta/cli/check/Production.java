package trifecta.cli.check;

import java.util.List;
import java.util.Map;

/**
 * What production says happened, at one moment.
 *
 * @param books by market, in the order of seq
 * @param runs by market, in the order of their start
 * @param trades by market, in the order of seq
 * @param lifecycles by subject, in the order of seq
 * @param coverage by market: the ledger on its book, in order
 * @param tradeCoverage by market: the ledger on its trades, in order
 * @param tickers by market, the content of each as {@link TickerItem#content}
 */
record Production(
        Map<String, List<BookRow>> books,
        Map<String, List<Run>> runs,
        Map<String, List<CoverageInterval>> coverage,
        Map<String, List<TradeRow>> trades,
        Map<String, List<CoverageInterval>> tradeCoverage,
        Map<String, List<LifecycleRow>> lifecycles,
        Map<String, List<String>> tickers) {}
