package trifecta.cli.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.Side;
import trifecta.market.Times;

/**
 * One file of the exchange's record, line by line. Who surely has an event is known only when the file has been read, so events wait
 * with the connections they were sent to until {@link #finish}.
 */
final class RecordFile {
    private static final int VERSION = 1;
    private static final String ABSENT = "-";

    /** What happens now is stamped now. */
    private static final long OF_NOW_MICROS = 60_000_000;

    private final Map<Integer, String> tickers = new HashMap<>();
    private final RecordedBooks levels;
    private final Map<Integer, RecordedConnection> connections = new HashMap<>();
    /** The same few groups of connections get nearly all events. */
    private final Map<String, List<RecordedConnection>> receivers = new HashMap<>();

    private final RecordedOddities oddities = new RecordedOddities();
    private final List<Waiting> waiting = new ArrayList<>();
    private final RecordedFaults faults;
    private final RecordedLines lines = new RecordedLines();
    private final Listening listening = new Listening();

    private final Map<String, List<BookItem>> books = new LinkedHashMap<>();
    private final Map<String, List<TradeItem>> trades = new LinkedHashMap<>();
    private final Map<String, List<LifecycleItem>> lifecycles = new LinkedHashMap<>();
    private final Map<String, List<TickerItem>> tickersSent = new LinkedHashMap<>();
    private long firstMicros = Long.MAX_VALUE;
    private long latestMicros = Long.MIN_VALUE;
    private long lastWallMicros;
    private boolean ended;
    private boolean isOfNow = true;

    /** An event whose delivery is not yet known. */
    private record Waiting(
            long index, long wallMicros, int market, boolean isBook, List<RecordedConnection> receivers, Sink sink) {}

    private interface Sink {
        void accept(Delivery delivery);
    }

    /**
     * @param levels books by market as the file before left them; this one goes on with them
     */
    RecordFile(StampTolerance stamps, RecordedBooks levels) {
        this.levels = levels;
        this.faults = new RecordedFaults(stamps);
    }

    /**
     * @throws IndexOutOfBoundsException or IllegalArgumentException when it is not a line of the form
     */
    void take(String line) {
        String[] f = line.split(" ", line.startsWith("L ") ? 10 : 0);
        switch (f[0]) {
            case "H" -> header(f);
            case "M" -> {
                tickers.put(Integer.parseInt(f[1]), f[2]);
                lines.listed(Integer.parseInt(f[1]), lastWallMicros);
            }
            case "B" -> base(f);
            case "D" -> delta(f);
            case "T" -> trade(f);
            case "K" -> ticker(f);
            case "L" -> lifecycle(f);
            case "R" -> replaced(f);
            case "G" -> gap(f);
            case "O" -> {
                wall(f[2]);
                connections.put(
                        Integer.parseInt(f[3]), new RecordedConnection(Integer.parseInt(f[4]), lines.expected()));
                lines.opened(Integer.parseInt(f[3]), Integer.parseInt(f[4]), lastWallMicros);
            }
            case "S" -> {
                connection(f[2]).snapshot(Integer.parseInt(f[5]), Integer.parseInt(f[3]), Long.parseLong(f[1]));
                lines.shown(Integer.parseInt(f[5]));
                listening.shown(Integer.parseInt(f[2]), Integer.parseInt(f[3]), Integer.parseInt(f[5]), lastWallMicros);
            }
            case "W" -> withheld(f);
            case "Q" -> {
                int market = Integer.parseInt(f[4]);
                if (connection(f[2]).misled(market, Long.parseLong(f[1]))) {
                    oddities.outdated(market, Long.parseLong(f[5]), Long.parseLong(f[1]));
                    listening.misled(Integer.parseInt(f[2]), market, lastWallMicros);
                }
            }
            case "X" -> oddities.skewed(Long.parseLong(f[1]));
            case "P" ->
                connection(f[2]).answered(Long.parseLong(f[1]), f.length > 3 ? Long.parseLong(f[3]) : lastWallMicros);
            case "C" -> closed(line, f);
            case "F" -> {
                List<String> words = Arrays.asList(f).subList(3, f.length);
                faults.take(Long.parseLong(f[2]), words, connections);
                RecordedFaults.restarted(words).ifPresent(at -> {
                    connection(String.valueOf(at[0])).hole(at[1], Long.parseLong(f[1]));
                    listening.hole(at[0], at[1], Long.parseLong(f[2]));
                });
                RecordedFaults.cut(words).forEach(connection -> {
                    lines.broken(connection, Long.parseLong(f[2]));
                    listening.closed(connection, Long.parseLong(f[2]));
                });
            }
            case "V" -> {
                lines.broken(Integer.parseInt(f[3]), wall(f[2]));
                listening.ended(Integer.parseInt(f[3]), Integer.parseInt(f[4]), lastWallMicros);
            }
            case "A" -> {
                if (f[4].startsWith("-")) {
                    connection(f[2]).left(Integer.parseInt(f[4].substring(1)));
                    listening.left(
                            Integer.parseInt(f[2]),
                            Integer.parseInt(f[3]),
                            Integer.parseInt(f[4].substring(1)),
                            lastWallMicros);
                }
            }
            case "U" -> {}
            case "Z" -> {
                wall(f[2]);
                ended = true;
            }
            default -> throw new IllegalArgumentException("unknown line");
        }
    }

    /** Decides who has what, now that the whole file was read. */
    void finish() {
        connections.values().forEach(connection -> connection.recordEnds(lastWallMicros));
        listening.finish(lastWallMicros);
        waiting.forEach(this::unseen);
        for (Waiting event : waiting) {
            event.sink().accept(delivery(event));
        }
        waiting.clear();
    }

    private void unseen(Waiting event) {
        if (event.isBook()) {
            for (int connection : oddities.unaware(event.index())) {
                listening.lostUnseen(connection, event.market(), event.wallMicros());
                connection(String.valueOf(connection)).lostUnseen(event.market(), event.index());
            }
        }
    }

    Map<String, List<BookItem>> books() {
        return books;
    }

    Map<String, List<TradeItem>> trades() {
        return trades;
    }

    Map<String, List<LifecycleItem>> lifecycles() {
        return lifecycles;
    }

    Map<String, List<TickerItem>> tickers() {
        return tickersSent;
    }

    /** By market: when some line had all of its book, and no hole of its own was near. */
    Map<String, List<Listening.Interval>> listening() {
        Map<String, List<Listening.Interval>> byMarket = new LinkedHashMap<>();
        if (!isOfNow) {
            return byMarket; // recorded times are replayed: when who listened says nothing of them
        }
        tickers.forEach((number, ticker) ->
                byMarket.put(ticker, listening.of(number, firstMicros, latestMicros, CoverageCheck.BESIDE_MICROS)));
        return byMarket;
    }

    StampTolerance stamps() {
        return faults.stamps();
    }

    long lastWallMicros() {
        return lastWallMicros;
    }

    /** Events sent to nobody though no fault kept the lines away. */
    long unheard() {
        return lines.unheard();
    }

    boolean ended() {
        return ended;
    }

    private Delivery delivery(Waiting event) {
        if (event.receivers().isEmpty()) {
            return Delivery.NOBODY;
        }
        for (RecordedConnection connection : event.receivers()) {
            if (connection.surelyHas(event.index(), event.wallMicros())
                    && (!event.isBook() || connection.canFold(event.market(), event.index()))) {
                return Delivery.CERTAIN;
            }
        }
        return Delivery.IN_FLIGHT;
    }

    private void header(String[] f) {
        if (Integer.parseInt(f[1]) != VERSION) {
            throw new IllegalArgumentException("version " + f[1]);
        }
        wall(f[2]);
        lines.expected(Integer.parseInt(f[3]));
    }

    /** The book from which a market goes on; when it is not where the market stood, something is missing for everybody. */
    private void base(String[] f) {
        int market = Integer.parseInt(f[2]);
        if (levels.show(ticker(market), Arrays.asList(f).subList(3, f.length))) {
            missing(market, Long.parseLong(f[1]), lastWallMicros);
        }
    }

    private void gap(String[] f) {
        int market = Integer.parseInt(f[2]);
        levels.show(ticker(market), Arrays.asList(f).subList(5, f.length));
        missing(market, Long.parseLong(f[1]), wall(f[3]));
    }

    private void missing(int market, long index, long wallMicros) {
        List<BookItem> path = of(books, ticker(market));
        waiting.add(new Waiting(
                index,
                wallMicros,
                market,
                true,
                List.of(),
                delivery -> path.add(new BookItem(
                        index,
                        wallMicros,
                        null,
                        Times.ABSENT,
                        0,
                        0,
                        delivery,
                        false,
                        false,
                        false,
                        market,
                        List.of()))));
    }

    private void delta(String[] f) {
        int market = Integer.parseInt(f[2]);
        Side side = RecordedBooks.side(f[5]);
        int price = Integer.parseInt(f[6]);
        long size = Long.parseLong(f[8]);
        Change change = Change.delta(side, price, Long.parseLong(f[7]));
        long hash = levels.change(ticker(market), change, size);
        step(f, market, change, time(f[4]), size, hash, false, f[9]);
    }

    private void replaced(String[] f) {
        int market = Integer.parseInt(f[2]);
        boolean wasEmpty = levels.empty(ticker(market));
        step(f, market, Change.REPLACED, Times.ABSENT, 0, 0, wasEmpty, f[5]);
    }

    /** Times in which the exchange told nobody anything prove nothing, and are not asked for. */
    private void happened(long wallMicros) {
        firstMicros = Math.min(firstMicros, wallMicros);
        latestMicros = Math.max(latestMicros, wallMicros);
    }

    private void step(
            String[] f,
            int market,
            Change change,
            long exchangeMicros,
            long size,
            long hash,
            boolean mayBeSkipped,
            String receivers) {
        long index = Long.parseLong(f[1]);
        long wallMicros = wall(f[3]);
        lines.sent(index, market, wallMicros, receivers);
        happened(wallMicros);
        isOfNow &= exchangeMicros == Times.ABSENT || Math.abs(exchangeMicros - wallMicros) < OF_NOW_MICROS;
        List<BookItem> path = of(books, ticker(market));
        List<RecordedConnection> to = receivers(receivers);
        waiting.add(new Waiting(
                index,
                wallMicros,
                market,
                true,
                to,
                delivery -> path.add(new BookItem(
                        index,
                        wallMicros,
                        change,
                        exchangeMicros,
                        size,
                        hash,
                        delivery,
                        mayBeSkipped,
                        oddities.isSilent(market, index),
                        oddities.isSkewed(index),
                        market,
                        to))));
    }

    private void trade(String[] f) {
        long index = Long.parseLong(f[1]);
        int market = Integer.parseInt(f[2]);
        long wallMicros = wall(f[3]);
        long exchangeMicros = time(f[4]);
        int yesPrice = Integer.parseInt(f[6]);
        long count = Long.parseLong(f[8]);
        @Nullable Side taker = f[9].equals(ABSENT) ? null : RecordedBooks.side(f[9]);
        String id = f[5];
        lines.sent(index, market, wallMicros, f[11]);
        List<TradeItem> path = of(trades, ticker(market));
        waiting.add(new Waiting(
                index,
                wallMicros,
                market,
                false,
                receivers(f[11]),
                delivery -> path.add(new TradeItem(
                        index,
                        wallMicros,
                        id,
                        ticker(market),
                        exchangeMicros,
                        yesPrice,
                        count,
                        taker,
                        delivery,
                        oddities.isSilent(market, index),
                        oddities.isSkewed(index)))));
    }

    private void ticker(String[] f) {
        long index = Long.parseLong(f[1]);
        int market = Integer.parseInt(f[2]);
        long wallMicros = wall(f[3]);
        long micros = time(f[4]);
        String millis = micros == Times.ABSENT ? ABSENT : String.valueOf(Times.millis(micros));
        String content = millis + " " + String.join(" ", Arrays.asList(f).subList(5, f.length - 1));
        List<TickerItem> path = of(tickersSent, ticker(market));
        waiting.add(new Waiting(
                index,
                wallMicros,
                market,
                false,
                receivers(f[f.length - 1]),
                delivery -> path.add(new TickerItem(index, wallMicros, content, delivery))));
    }

    private void lifecycle(String[] f) {
        long index = Long.parseLong(f[1]);
        long wallMicros = wall(f[3]);
        String subject = f[6];
        lines.sent(index, RecordedLines.NO_MARKET, wallMicros, f[8]);
        String content = f[5] + " " + f[7] + " " + CanonicalJson.of(f[9]);
        List<LifecycleItem> path = of(lifecycles, subject);
        waiting.add(new Waiting(
                index,
                wallMicros,
                Integer.parseInt(f[2]),
                false,
                receivers(f[8]),
                delivery -> path.add(new LifecycleItem(index, wallMicros, subject, content, delivery))));
    }

    private void withheld(String[] f) {
        long index = Long.parseLong(f[1]);
        lines.withheld(index);
        if (f[4].equals(ABSENT)) {
            oddities.dropped(index, Integer.parseInt(f[2]));
        } else {
            connection(f[2]).hole(Integer.parseInt(f[3]), index);
            listening.hole(Integer.parseInt(f[2]), Integer.parseInt(f[3]), lastWallMicros);
        }
    }

    private void closed(String line, String[] f) {
        int quote = line.indexOf('"');
        String reason = quote < 0 ? "" : line.substring(quote + 1, line.length() - 1);
        connection(f[3]).closed(wall(f[2]), Long.parseLong(f[4]), reason);
        lines.closed(Integer.parseInt(f[3]), Long.parseLong(f[2]));
        listening.closed(Integer.parseInt(f[3]), Long.parseLong(f[2]));
    }

    private RecordedConnection connection(String number) {
        RecordedConnection connection = connections.get(Integer.parseInt(number));
        if (connection == null) {
            throw new IllegalArgumentException("connection " + number + " was never opened");
        }
        return connection;
    }

    private String ticker(int market) {
        String ticker = tickers.get(market);
        if (ticker == null) {
            throw new IllegalArgumentException("market " + market + " was never named");
        }
        return ticker;
    }

    private long wall(String text) {
        long micros = Long.parseLong(text);
        lastWallMicros = Math.max(lastWallMicros, micros);
        return micros;
    }

    private static long time(String text) {
        return text.equals(ABSENT) ? Times.ABSENT : Long.parseLong(text);
    }

    private List<RecordedConnection> receivers(String text) {
        List<RecordedConnection> known = receivers.get(text);
        if (known == null) {
            known = text.equals(ABSENT)
                    ? List.of()
                    : Arrays.stream(text.split(",", -1)).map(this::connection).toList();
            receivers.put(text, known);
        }
        return known;
    }

    private static <K, T> List<T> of(Map<K, List<T>> lists, K key) {
        return lists.computeIfAbsent(key, any -> new ArrayList<>());
    }
}
