package trifecta.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import trifecta.market.Book;
import trifecta.protocol.Message;
import trifecta.testkit.Captures;

/**
 * Order-book changes of many markets in a fixed order. The changes are recorded ones where recordings lie beside the project,
 * else generated ones. Each recording is cut into pieces, each piece is a market of its own, and the pieces are interleaved at
 * random; when all are through, the next markets take the same pieces. Times rise from frame to frame, about {@value #STEP_MICROS} µs
 * each, so a market never has two changes of one time.
 */
public final class Load {
    /** As if 5,000 came in a second. */
    static final long STEP_MICROS = 200;

    /** Odd and large: spreads the times within their steps. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Changes of one market: as many as a quarter of an hour's market has in a busy minute. */
    private static final int PIECE = 600;

    private final List<LoadMarket> markets = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final boolean recorded;
    private final long endMicros;
    private int[] order = {};
    private int[] ordinal = {};

    private Load(boolean recorded, long endMicros) {
        this.recorded = recorded;
        this.endMicros = endMicros;
    }

    /**
     * A load of at least so many changes.
     *
     * @param endMicros the exchange's time of the last
     */
    public static Load of(int changes, long seed, long endMicros) {
        Optional<Path> folder = Captures.frames();
        List<Stretch> stretches = folder.map(Stretch::recorded).orElseGet(() -> List.of(Stretch.generated(seed)));
        Load load = new Load(folder.isPresent(), endMicros);
        SplittableRandom random = new SplittableRandom(seed);
        List<Piece> pieces = new ArrayList<>();
        stretches.forEach(stretch -> cut(stretch, pieces));
        while (load.size() < changes) {
            load.cycle(pieces, random);
        }
        return load;
    }

    private record Piece(List<trifecta.market.Level> book, List<byte[]> changes) {}

    private static void cut(Stretch stretch, List<Piece> pieces) {
        Book book = new Book();
        book.replace(stretch.book());
        for (int first = 0; first + PIECE <= stretch.changes().size(); first += PIECE) {
            List<byte[]> changes = new ArrayList<>(PIECE);
            pieces.add(new Piece(book.content(), changes));
            for (Message.Delta delta : stretch.changes().subList(first, first + PIECE)) {
                if (book.size(delta.side(), delta.priceMicros()) + delta.deltaHundredths() >= 0) {
                    book.add(delta.side(), delta.priceMicros(), delta.deltaHundredths());
                    changes.add(LoadMarket.change(delta));
                }
            }
        }
    }

    private void cycle(List<Piece> pieces, SplittableRandom random) {
        int[] slots = new int
                [pieces.stream().mapToInt(piece -> piece.changes().size()).sum()];
        int next = 0;
        int first = markets.size();
        for (Piece piece : pieces) {
            int number = markets.size();
            String ticker = "KXLOAD15M-26AUG%06d-%02d".formatted(number, number % 100);
            markets.add(LoadMarket.of(ticker, piece.book(), piece.changes()));
            numbers.put(ticker, number);
            Arrays.fill(slots, next, next += piece.changes().size(), number);
        }
        for (int i = slots.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = slots[i];
            slots[i] = slots[other];
            slots[other] = moved;
        }
        int[] taken = new int[pieces.size()];
        int before = order.length;
        order = Arrays.copyOf(order, before + slots.length);
        ordinal = Arrays.copyOf(ordinal, before + slots.length);
        for (int i = 0; i < slots.length; i++) {
            order[before + i] = slots[i];
            ordinal[before + i] = taken[slots[i] - first]++;
        }
    }

    /** Where the changes come from, in words. */
    public String source() {
        return recorded ? "recorded changes" : "GENERATED changes (no recordings found)";
    }

    /** The number of changes. */
    public int size() {
        return order.length;
    }

    /** The tickers, in the order of their numbers. */
    public List<String> tickers() {
        return markets.stream().map(LoadMarket::ticker).toList();
    }

    /** A market's whole book before its first change. */
    public Message.Snapshot snapshot(int market) {
        return new Message.Snapshot(
                markets.get(market).ticker(), markets.get(market).book(), trifecta.market.Times.ABSENT);
    }

    int number(String ticker) {
        Integer number = numbers.get(ticker);
        if (number == null) {
            throw new IllegalArgumentException("no market " + ticker + " in this load");
        }
        return number;
    }

    /** The market of a change. */
    public int market(int index) {
        return order[index];
    }

    /** The exchange's time of a change. */
    public long micros(int index) {
        long within = Math.floorMod((index * SPREAD) >> 32, STEP_MICROS);
        return endMicros - (order.length - index) * STEP_MICROS + within;
    }

    /** Writes a change as the frame of a subscription. */
    public void write(int index, int sid, long seq, FrameBytes into) {
        LoadMarket market = markets.get(order[index]);
        into.delta(sid, seq, market.head(), market.changes().get(ordinal[index]), micros(index));
    }
}
