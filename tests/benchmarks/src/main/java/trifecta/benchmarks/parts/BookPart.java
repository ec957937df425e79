package trifecta.benchmarks.parts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import trifecta.benchmarks.Part;
import trifecta.benchmarks.Settings;
import trifecta.benchmarks.report.Measurement;
import trifecta.benchmarks.report.Result;
import trifecta.benchmarks.report.Target;
import trifecta.benchmarks.report.Unit;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Level;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.history.BookAnswer;
import trifecta.store.history.BookHistory;
import trifecta.store.history.Checkpoints;
import trifecta.store.history.Checkpoints.Stretch;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionBatch.SnapshotRow;
import trifecta.store.production.ProductionWriter;

/**
 * How long the book of a busy market at a random instant takes: from a production whose rows the product's writer wrote, over as many
 * daily partitions as production keeps, with rows of other markets between. Each answer is proven by its hash. The time is
 * the caller's: all queries, the fold, and the ledger's word.
 */
public final class BookPart implements Part {
    private static final int CHANGES = 2_000_000;
    private static final int QUICK_CHANGES = 200_000;
    private static final int DAYS = 30;
    private static final int ROUNDS = 3;
    private static final int ASKED = 1_000;
    private static final int QUICK_ASKED = 200;
    private static final int ASKED_WITHOUT = 5;
    private static final int COMMIT_ROWS = 20_000;
    private static final int OTHER_MARKETS = 200;
    private static final int LEVELS_A_SIDE = 99;
    private static final int CENT = 10_000;
    private static final long SEED = 3;
    private static final double WANTED_MILLIS = 50;
    private static final double PERCENT_99 = 0.99;
    private static final double HALF = 0.5;
    private static final String MARKET = "KXBENCH-BUSY";

    @Override
    public String name() {
        return "book";
    }

    @Override
    public String summary() {
        return "the book at any time, of one busy market of 30 days";
    }

    @Override
    public Result run(Settings settings) throws Exception {
        int changes = settings.quick() ? QUICK_CHANGES : CHANGES;
        try (Stage stage = new Stage(settings)) {
            PostgresServer server = stage.database("postgres-production", PostgresSize.PRODUCTION);
            DatabaseAddress production = new DatabaseAddress(
                    server.jdbcUrl(), PostgresServer.NAME, server.password().reveal());
            long end = Clocks.micros(settings.clock().instant());
            long begin = end - Duration.ofDays(DAYS).toMillis() * 1_000;
            settings.say("writing %,d changes of one market and as many of %d others over %d days"
                    .formatted(changes, OTHER_MARKETS, DAYS));
            try (ProductionWriter writer = ProductionWriter.open(production, "trifecta bench", 1, settings.clock())) {
                new Filling(writer, begin, end, changes).run();
            }
            return new Asking(settings, production, begin, end, changes).run();
        }
    }

    /** Writes the history: a book that wanders, one row after the other, each commit with rows of others as well. */
    private static final class Filling {
        private final RandomGenerator random = new SplittableRandom(SEED);
        private final Book book = new Book();
        private final List<Book> others = new ArrayList<>();
        private final ProductionWriter writer;
        private final long begin;
        private final long end;
        private final int changes;
        private ProductionBatch batch = ProductionBatch.empty();

        Filling(ProductionWriter writer, long begin, long end, int changes) {
            this.writer = writer;
            this.begin = begin;
            this.end = end;
            this.changes = changes;
        }

        void run() throws StoreException {
            open(MARKET, book, LEVELS_A_SIDE);
            for (int other = 0; other < OTHER_MARKETS; other++) {
                others.add(new Book());
                open(other(other), others.get(other), 1);
            }
            for (int change = 1; change <= changes; change++) {
                long micros = begin + (long) ((double) (end - begin) * change / changes);
                change(MARKET, book, change, micros);
                int other = random.nextInt(OTHER_MARKETS);
                change(other(other), others.get(other), change, micros);
                if (batch.bookRows().size() >= COMMIT_ROWS) {
                    commit();
                }
            }
            commit();
        }

        private static String other(int number) {
            return "KXBENCH-OTHER-" + number;
        }

        /** The market begins with a snapshot. */
        private void open(String market, Book of, int levels) {
            for (int level = 1; level <= levels; level++) {
                of.add(Side.YES, CENT * level, size());
                of.add(Side.NO, CENT * level, size());
            }
            List<Level> content = of.content();
            batch.snapshots()
                    .add(new SnapshotRow(
                            market,
                            SnapshotRow.NO_SEQ,
                            1,
                            new Position(1, batch.snapshots().size() + 1L),
                            SnapshotRole.STARTS,
                            begin,
                            of.hash(),
                            of.hash(),
                            content,
                            begin));
            batch.runsOpened().add(new RunHead(market, market.equals(MARKET) ? 1L << 20 : 0, of.hash()));
        }

        private long size() {
            return random.nextLong(1, 500_000);
        }

        private void change(String market, Book of, int number, long micros) {
            Side side = Side.ofBit(random.nextInt(2));
            int price = CENT * random.nextInt(1, LEVELS_A_SIDE + 1);
            long present = of.size(side, price);
            long delta = present > 0 && random.nextInt(2) == 0 ? -random.nextLong(1, present + 1) : size();
            long after = of.add(side, price, delta);
            BookChange change = new BookChange(micros, side, price, delta, after, of.hash());
            batch.bookRows().add(new BookRow(market, (long) number << 20, false, change, 1, 1, micros + 80_000));
        }

        private void commit() throws StoreException {
            writer.commit(batch);
            batch = ProductionBatch.empty();
        }
    }

    private record Asking(Settings settings, DatabaseAddress production, long begin, long end, int changes) {
        Result run() throws StoreException {
            List<String> notes = new ArrayList<>();
            try (BookHistory history = BookHistory.open(production, "trifecta bench")) {
                double[] without = ask(history, new SplittableRandom(SEED), ASKED_WITHOUT);
                notes.add("without checkpoints %,.0f to %,.0f ms".formatted(without[0], without[without.length - 1]));
                notes.add(makeCheckpoints());
                RandomGenerator random = new SplittableRandom(SEED + 1);
                int asked = settings.quick() ? QUICK_ASKED : ASKED;
                double first = ask(history, random, 1)[0];
                ask(history, random, asked / 2);
                List<Double> middle = new ArrayList<>();
                List<Double> slow = new ArrayList<>();
                List<Double> slowest = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    double[] millis = ask(history, random, asked);
                    middle.add(at(millis, HALF));
                    slow.add(at(millis, PERCENT_99));
                    slowest.add(millis[millis.length - 1]);
                    settings.say("round %d: p50 %.1f ms, p99 %.1f ms"
                            .formatted(round + 1, middle.getLast(), slow.getLast()));
                }
                notes.add("the first answer took %.0f ms; what was read lay in memory, of the server or of the machine"
                        .formatted(first));
                return new Result(
                        List.of(
                                new Measurement("book at any time, p50", Unit.MILLIS, middle, Optional.empty()),
                                new Measurement("book at any time, p99", Unit.MILLIS, slow, Optional.empty())
                                        .against(Target.below(WANTED_MILLIS)),
                                new Measurement("slowest", Unit.MILLIS, slowest, Optional.empty())),
                        notes);
            }
        }

        private String makeCheckpoints() throws StoreException {
            long began = settings.ticks().getAsLong();
            try (Checkpoints checkpoints = Checkpoints.open(production, "trifecta bench checkpoints")) {
                int made = checkpoints.extend(new Stretch(MARKET, Long.MIN_VALUE, Long.MAX_VALUE));
                double seconds = (settings.ticks().getAsLong() - began) / 1e9;
                return "%,d checkpoints, one every %,d rows, made of %,.0f rows/s"
                        .formatted(made, Checkpoints.SPACING_ROWS, changes / seconds);
            }
        }

        /** Asks for the book at random instants; how long each took, in milliseconds, in order. */
        private double[] ask(BookHistory history, RandomGenerator random, int times) throws StoreException {
            double[] millis = new double[times];
            for (int i = 0; i < times; i++) {
                long instant = random.nextLong(begin + (end - begin) / changes, end);
                long began = settings.ticks().getAsLong();
                BookAnswer answer = history.bookAt(MARKET, instant);
                millis[i] = (settings.ticks().getAsLong() - began) / 1e6;
                if (!(answer instanceof BookAnswer.Known)) {
                    throw new IllegalStateException("no book at " + instant + ": " + answer);
                }
            }
            Arrays.sort(millis);
            return millis;
        }

        private static double at(double[] sorted, double part) {
            return sorted[(int) Math.ceil(part * sorted.length) - 1];
        }
    }
}
