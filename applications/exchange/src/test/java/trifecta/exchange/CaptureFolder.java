package trifecta.exchange;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Writes small recorded folders by hand. */
final class CaptureFolder {
    private final Path folder;
    private final Map<String, List<String>> files = new TreeMap<>();

    CaptureFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * @param levels {@code "yes 0.4000 10.00"} each
     */
    CaptureFolder snapshot(String market, String date, long millis, String... levels) {
        StringBuilder yes = new StringBuilder();
        StringBuilder no = new StringBuilder();
        for (String level : levels) {
            String[] parts = level.split(" ", -1);
            StringBuilder side = parts[0].equals("yes") ? yes : no;
            side.append(side.isEmpty() ? "" : ",").append("[\"" + parts[1] + "\",\"" + parts[2] + "\"]");
        }
        String sides = (yes.isEmpty() ? "" : ",\"yes_dollars_fp\":[" + yes + "]")
                + (no.isEmpty() ? "" : ",\"no_dollars_fp\":[" + no + "]");
        return frame(
                market,
                date,
                millis,
                "{\"type\":\"orderbook_snapshot\",\"sid\":1,\"seq\":7,\"msg\":{\"market_ticker\":\"" + market
                        + "\",\"market_id\":\"id-" + market + "\"" + sides + "}}");
    }

    CaptureFolder delta(String market, String date, long millis, String side, String price, String delta) {
        return frame(
                market,
                date,
                millis,
                "{\"type\":\"orderbook_delta\",\"sid\":1,\"seq\":9,\"msg\":{\"market_ticker\":\"" + market
                        + "\",\"market_id\":\"id-" + market + "\",\"price_dollars\":\"" + price + "\",\"delta_fp\":\""
                        + delta
                        + "\",\"side\":\"" + side + "\",\"ts\":\"2026-08-05T11:45:36.56403Z\",\"ts_ms\":" + millis
                        + "}}");
    }

    CaptureFolder trade(String market, String date, long millis, String id) {
        return frame(
                market,
                date,
                millis,
                "{\"type\":\"trade\",\"sid\":2,\"seq\":3,\"msg\":{\"trade_id\":\"" + id + "\",\"market_ticker\":\""
                        + market
                        + "\",\"yes_price_dollars\":\"0.6300\",\"no_price_dollars\":\"0.3700\",\"count_fp\":\"5.00\","
                        + "\"taker_side\":\"yes\",\"ts\":" + millis / 1000 + ",\"ts_ms\":" + millis + "}}");
    }

    CaptureFolder frame(String market, String date, long millis, String event) {
        files.computeIfAbsent(market + "." + date, any -> new ArrayList<>())
                .add("{\"recv_ms\":" + millis + ",\"event\":" + event + "}");
        return this;
    }

    Path write() throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey() + ".ndjson.gz");
            try (Writer out =
                    new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8)) {
                for (String line : file.getValue()) {
                    out.write(line + "\n");
                }
            }
        }
        return folder;
    }
}
