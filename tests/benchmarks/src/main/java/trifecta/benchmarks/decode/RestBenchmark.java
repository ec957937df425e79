package trifecta.benchmarks.decode;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import trifecta.protocol.rest.Query;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;
import trifecta.protocol.rest.RestSettings;

/** Reads pages of 1,000 markets over loopback with the REST client, beside the 20 pages a second that the exchange allows. */
final class RestBenchmark {
    private static final int WARM_UP = 100;
    private static final int PAGES = 300;
    private static final int MARKETS = 1000;

    private RestBenchmark() {}

    static void main() throws IOException, RestException, InterruptedException {
        byte[] page = page();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (RestClient client = new RestClient(
                RestSettings.defaults(base).withRate(1e9), null, InstantSource.system(), new Random(1))) {
            long began = System.nanoTime();
            long markets = 0;
            for (int i = 0; i < WARM_UP + PAGES; i++) {
                if (i == WARM_UP) {
                    began = System.nanoTime();
                    markets = 0;
                }
                markets += client.markets(Query.ALL, _ -> {}).items();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "%,.0f pages/s, %,.0f markets/s, %,d bytes a page%n",
                    PAGES / seconds, markets / seconds, page.length);
        }
        server.stop(0);
    }

    private static byte[] page() {
        String markets = IntStream.range(0, MARKETS)
                .mapToObj(i -> """
                        {"ticker":"KXHIGHNY-26AUG05-B%d.5","event_ticker":"KXHIGHNY-26AUG05","market_type":"binary","title":"Will the high \
                        temperature in New York be %d-%d?","yes_sub_title":"%d to %d","no_sub_title":"%d to %d","status":"active",\
                        "created_time":"2026-08-04T14:00:00.123456Z","open_time":"2026-08-04T14:00:00Z","close_time":"2026-08-06T03:59:00Z",\
                        "expiration_time":"2026-08-12T14:00:00Z","last_price_dollars":"0.4800","yes_bid_dollars":"0.4500",\
                        "yes_ask_dollars":"0.5300","no_bid_dollars":"0.4700","no_ask_dollars":"0.5500","volume_fp":"33896.00",\
                        "volume_24h_fp":"3389.00","open_interest_fp":"20422.50","liquidity_dollars":"0.0000","rules_primary":"If the highest \
                        temperature recorded at Central Park is in the range then the market resolves to Yes.","result":"",\
                        "floor_strike":%d,"strike_type":"between","price_level_structure":"linear_cent",\
                        "price_ranges":[{"start":"0.0000","end":"1.0000","step":"0.0100"}]}""".formatted(i, i, i + 1, i, i + 1, i, i + 1, i))
                .collect(Collectors.joining(","));
        return ("{\"markets\":[" + markets + "],\"cursor\":\"\"}").getBytes(StandardCharsets.UTF_8);
    }
}
