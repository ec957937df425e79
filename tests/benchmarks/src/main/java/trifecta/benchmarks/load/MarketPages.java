package trifecta.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The listing of the markets over REST, all of them open. */
final class MarketPages {
    private static final int PAGE = 1000;
    private static final Pattern CURSOR = Pattern.compile("[?&]cursor=(\\d+)");

    private MarketPages() {}

    /**
     * @param request the first line of the HTTP request
     */
    static byte[] answer(String request, List<String> tickers) {
        Matcher cursor = CURSOR.matcher(request);
        int from = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
        int to = Math.min(tickers.size(), from + PAGE);
        List<String> page = request.contains("status=open") ? tickers.subList(from, to) : List.of();
        String next = page.isEmpty() || to == tickers.size() ? "" : String.valueOf(to);
        return page.stream()
                .map(ticker -> "{\"ticker\":\"" + ticker + "\",\"event_ticker\":\"KXLOAD\",\"status\":\"active\"}")
                .collect(Collectors.joining(",", "{\"markets\":[", "],\"cursor\":\"" + next + "\"}"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
