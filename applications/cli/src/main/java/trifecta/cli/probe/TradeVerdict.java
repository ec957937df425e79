package trifecta.cli.probe;

import java.util.Map;

/**
 * Two connections' trades compared by their ids.
 *
 * @param alike on both, with the same content and time
 * @param unlike on both, with another content or time
 * @param onlyFirst on the first alone, while both were subscribed
 * @param onlySecond on the second alone, while both were subscribed
 */
record TradeVerdict(long alike, long unlike, long onlyFirst, long onlySecond) {

    static TradeVerdict of(Watch first, Watch second) {
        long alike = 0;
        long unlike = 0;
        for (Map.Entry<String, SeenTrade> each : first.trades().entrySet()) {
            SeenTrade other = second.trades().get(each.getKey());
            if (other != null) {
                boolean same = each.getValue().trade().equals(other.trade());
                alike += same ? 1 : 0;
                unlike += same ? 0 : 1;
            }
        }
        return new TradeVerdict(alike, unlike, only(first, second), only(second, first));
    }

    /** What came well within the time in which the other was subscribed as well, and did not come to it. */
    private static long only(Watch watch, Watch other) {
        long from = other.tradesSinceMicros() + Alignment.UNDER_WAY_MICROS;
        long to = other.watchedUntilMicros() - Alignment.UNDER_WAY_MICROS;
        return watch.trades().entrySet().stream()
                .filter(each -> !other.trades().containsKey(each.getKey()))
                .mapToLong(each -> each.getValue().receivedAtMicros())
                .filter(received -> received >= from && received < to)
                .count();
    }
}
