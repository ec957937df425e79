package trifecta.cli.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import trifecta.service.OperatingException;

/** Reads a folder of the exchange's records, oldest first; each start of the exchange made one. */
final class RecordReader {
    private static final String OPERATION = "read the exchange's record";

    private final Map<String, List<BookItem>> books = new LinkedHashMap<>();
    private final Map<String, List<TradeItem>> trades = new LinkedHashMap<>();
    private final Map<String, List<LifecycleItem>> lifecycles = new LinkedHashMap<>();
    private final Map<String, List<TickerItem>> tickers = new LinkedHashMap<>();
    private final RecordedBooks levels = new RecordedBooks();
    private final Map<String, List<Listening.Interval>> listening = new LinkedHashMap<>();
    private StampTolerance stamps = StampTolerance.NONE;
    private long lastWallMicros;
    private boolean ended;
    private long unheard;

    private RecordReader() {}

    /**
     * @param folder holds files named {@code exchange-….record}
     * @throws OperatingException when there is none, or one does not read
     */
    static History read(Path folder) {
        RecordReader reader = new RecordReader();
        for (Path file : files(folder)) {
            reader.add(file);
        }
        return new History(
                reader.books,
                reader.trades,
                reader.lifecycles,
                reader.tickers,
                reader.lastWallMicros,
                reader.ended,
                reader.stamps,
                reader.listening,
                reader.unheard);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> records = files.filter(file -> file.toString().endsWith(".record"))
                    .sorted()
                    .toList();
            if (records.isEmpty()) {
                throw new OperatingException(
                        OPERATION, "no .record file in " + folder, "name the folder that the exchange wrote to");
            }
            return records;
        } catch (IOException e) {
            throw new OperatingException(OPERATION, folder + ": " + e, "name the folder that the exchange wrote to", e);
        }
    }

    private void add(Path file) {
        RecordFile record = new RecordFile(stamps, levels);
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                number++;
                take(record, line, next == null, file, number);
                line = next;
            }
        } catch (IOException e) {
            throw new OperatingException(OPERATION, file + ": " + e, "is it a whole file of this exchange?", e);
        }
        record.finish();
        record.books().forEach((market, items) -> of(books, market).addAll(items));
        record.trades().forEach((market, items) -> of(trades, market).addAll(items));
        record.lifecycles().forEach((subject, items) -> of(lifecycles, subject).addAll(items));
        record.tickers().forEach((market, items) -> of(tickers, market).addAll(items));
        record.listening().forEach((market, intervals) -> of(listening, market).addAll(intervals));
        stamps = record.stamps();
        lastWallMicros = Math.max(lastWallMicros, record.lastWallMicros());
        ended = record.ended();
        unheard += record.unheard();
    }

    /** The last line of a record whose writer was killed may be torn. */
    private static void take(RecordFile record, String line, boolean isLast, Path file, long number) {
        try {
            record.take(line);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            if (!isLast) {
                throw new OperatingException(
                        OPERATION,
                        file + " line " + number + " does not read: " + line,
                        "its form is described in docs/exchange-record.md",
                        e);
            }
        }
    }

    private static <T> List<T> of(Map<String, List<T>> lists, String key) {
        return lists.computeIfAbsent(key, any -> new ArrayList<>());
    }
}
