package trifecta.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import trifecta.market.Book;
import trifecta.market.Side;

/**
 * A small exchange day: its record as the exchange would write it, and the rows that production ought to hold. Two markets, three
 * lines, whose connections all break in the middle and come back; one event that one line misses with a hole, one that another
 * misses in silence; three events in flight at the break, of which production has two; books emptied at the end.
 */
final class World {
    static final List<String> MARKETS = List.of("KXONE-1", "KXTWO-2");
    static final long EPOCH_MICROS = 1_786_388_400_000_000L;

    private static final int EVENTS = 600;
    private static final int BREAK_FROM = 300;
    private static final int BREAK_TO = 330;
    private static final int HOLE_AT = 100;
    private static final int DROP_AT = 150;
    private static final long SEQ_STEP = 1000;
    private static final int[] PRICES = {100_000, 250_000, 335_000, 400_000};

    record Delta(String market, long seq, long micros, Side side, int price, long delta, long sizeAfter, long hash) {}

    record Replaced(String market, long seq, long hash) {}

    record RunOf(String market, long startSeq, long endSeq, long baseHash) {}

    record TradeOf(String market, long seq, String id, long micros, int yesPrice, long count, Side taker) {}

    record TickerOf(String market, long micros, int price) {}

    record LifecycleOf(long seq, String type, String subject, String eventType, String content) {}

    final List<String> record = new ArrayList<>();
    final List<Delta> deltas = new ArrayList<>();
    final List<Replaced> replacements = new ArrayList<>();
    final List<TradeOf> trades = new ArrayList<>();
    final List<LifecycleOf> lifecycles = new ArrayList<>();
    final List<TickerOf> tickers = new ArrayList<>();
    final int inFlight = 1;

    private final SplittableRandom random;
    private final Map<String, Book> books = new HashMap<>();
    private final Map<String, Long> lastSeq = new HashMap<>();
    private final Map<String, RunOf> open = new LinkedHashMap<>();
    private final List<RunOf> ended = new ArrayList<>();
    private String receivers = "1,2,3";
    private long index;
    private long micros = EPOCH_MICROS;
    long breakMicros;
    long returnMicros;
    int sentToNobody;

    World(long seed) {
        random = new SplittableRandom(seed);
        record.add("H 1 " + EPOCH_MICROS + " 3 \"a small day\"");
        for (int key = 1; key <= MARKETS.size(); key++) {
            record.add("M " + key + " " + MARKETS.get(key - 1));
            Book book = new Book();
            book.add(Side.YES, PRICES[0], 5000);
            book.add(Side.NO, PRICES[1], 700);
            books.put(MARKETS.get(key - 1), book);
            record.add("B 0 " + key + " y" + PRICES[0] + ":5000 n" + PRICES[1] + ":700");
        }
        connect(1);
        while (index < EVENTS) {
            next();
        }
        for (String market : MARKETS) {
            replaced(market);
        }
        for (int connection = 4; connection <= 6; connection++) {
            record.add("C " + index + " " + wall() + " " + connection + " " + index + " \"the exchange stops\"");
        }
        record.add("Z " + index + " " + wall());
    }

    List<RunOf> runs() {
        List<RunOf> runs = new ArrayList<>(ended);
        runs.addAll(open.values());
        return runs;
    }

    private void next() {
        if (index == BREAK_FROM) {
            disconnect();
        } else if (index == BREAK_TO) {
            connect(4);
        }
        micros += random.nextInt(3) * 150L;
        int kind = random.nextInt(100);
        String market = MARKETS.get(random.nextInt(MARKETS.size()));
        // the event that is withheld, and those at the break, are deltas, for what follows to be plain
        if (kind < 85
                || index == HOLE_AT - 1
                || index == DROP_AT - 1
                || (index >= BREAK_FROM - 3 && index < BREAK_FROM)) {
            delta(market);
        } else if (kind < 92) {
            trade(market);
        } else if (kind < 97) {
            ticker(market);
        } else {
            lifecycle(market);
        }
    }

    private void delta(String market) {
        index++;
        Side side = Side.ofBit(random.nextInt(2));
        int price = PRICES[random.nextInt(PRICES.length)];
        Book book = Objects.requireNonNull(books.get(market));
        long before = book.size(side, price);
        long delta = before > 0 && random.nextInt(3) == 0 ? -before : random.nextInt(1, 5) * 500L;
        long hashBefore = book.hash();
        long after = book.add(side, price, delta);
        String to = withheld(market);
        record.add("D " + index + " " + key(market) + " " + wall() + " " + micros + " "
                + (side == Side.YES ? "y " : "n ") + price + " " + delta + " " + after + " " + to);
        if (to.equals("-")) {
            sentToNobody++;
            endRun(market);
        } else if (index == BREAK_FROM) {
            endRun(market); // the last one in flight: no line got it
        } else {
            deltas.add(new Delta(market, seq(market, hashBefore), micros, side, price, delta, after, book.hash()));
        }
    }

    private String withheld(String market) {
        if (index == HOLE_AT) {
            record.add("W " + index + " 2 1 77 hole");
            record.add("S " + index + " 2 1 78 " + key(market) + " 0");
            return "1,3";
        }
        if (index == DROP_AT) {
            record.add("W " + index + " 3 1 - drop");
            return "1,2";
        }
        return receivers;
    }

    private void replaced(String market) {
        index++;
        Book book = Objects.requireNonNull(books.get(market));
        long hashBefore = book.hash();
        book.replace(List.of());
        record.add("R " + index + " " + key(market) + " " + wall() + " " + micros + " " + receivers);
        replacements.add(new Replaced(market, seq(market, hashBefore), book.hash()));
    }

    private void trade(String market) {
        index++;
        String id = "00000000-0000-0000-0000-%012d".formatted(index);
        Side taker = Side.ofBit(random.nextInt(2));
        record.add("T " + index + " " + key(market) + " " + wall() + " " + micros + " " + id + " 400000 600000 1250 "
                + (taker == Side.YES ? "y" : "n") + " 0 " + receivers);
        if (receivers.equals("-")) {
            sentToNobody++;
        } else {
            trades.add(new TradeOf(market, index, id, micros / 1000 * 1000, 400_000, 1250, taker));
        }
    }

    private void ticker(String market) {
        index++;
        int price = 1_000 * (int) index + random.nextInt(2);
        record.add("K " + index + " " + key(market) + " " + wall() + " " + micros + " " + price
                + " 100000 900000 1250 - 7000000 - 100 200 325 " + receivers);
        if (receivers.equals("-")) {
            sentToNobody++;
        } else {
            tickers.add(new TickerOf(market, micros, price));
        }
    }

    private void lifecycle(String market) {
        index++;
        String content =
                "{\"market_ticker\": \"" + market + "\", \"event_type\":\"activated\",\"n\":" + random.nextInt(3) + "}";
        record.add("L " + index + " " + key(market) + " " + wall() + " " + micros + " market_lifecycle_v2 " + market
                + " activated " + receivers + " " + content);
        if (receivers.equals("-")) {
            sentToNobody++;
        } else {
            lifecycles.add(new LifecycleOf(index, "market_lifecycle_v2", market, "activated", content));
        }
    }

    private void connect(int first) {
        returnMicros = micros + 1;
        StringBuilder all = new StringBuilder();
        for (int line = 1; line <= 3; line++) {
            int connection = first + line - 1;
            record.add("O " + index + " " + wall() + " " + connection + " " + line);
            record.add("U " + index + " " + wall() + " " + connection + " 1 orderbook_delta");
            for (String market : MARKETS) {
                record.add("A " + index + " " + connection + " 1 +" + key(market));
                record.add("S " + index + " " + connection + " 1 1 " + key(market) + " 0");
            }
            all.append(line == 1 ? "" : ",").append(connection);
        }
        receivers = all.toString();
    }

    /** All connections are reset; up to three events before it they had answered a ping, a second ago. */
    private void disconnect() {
        breakMicros = micros - 3 * 300; // the last events may be in flight
        for (int connection = 1; connection <= 3; connection++) {
            record.add("P " + (index - 3) + " " + connection + " " + (wall() - 1_000_000));
            record.add("C " + index + " " + wall() + " " + connection + " " + index + " \"cut by a fault\"");
        }
        receivers = "-";
        MARKETS.forEach(this::endRun);
    }

    private long seq(String market, long hashBefore) {
        long seq = lastSeq.merge(market, SEQ_STEP, Long::sum);
        RunOf run = open.get(market);
        open.put(
                market,
                run == null
                        ? new RunOf(market, seq, seq, hashBefore)
                        : new RunOf(market, run.startSeq(), seq, run.baseHash()));
        return seq;
    }

    private void endRun(String market) {
        RunOf run = open.remove(market);
        if (run != null) {
            ended.add(run);
        }
    }

    /** Ten milliseconds for each event. */
    private long wall() {
        return EPOCH_MICROS + index * 10_000;
    }

    private static int key(String market) {
        return MARKETS.indexOf(market) + 1;
    }
}
