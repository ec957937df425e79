package trifecta.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.protocol.FrameEncoder.Stamps;
import trifecta.store.production.Loaded;

/**
 * One seeded course of things: an exchange, three gatherers with their databases, two deduplicators and production, whose steps and faults
 * come in an order that the seed alone decides. Safety is judged after every step; then all faults end, and everything has to be
 * complete.
 */
final class Schedule {
    private static final int LINES = 3;
    private static final int HEALING_ROUNDS = 1_000;
    /** Rounds of healing in which things still happen. */
    private static final int EVENTFUL_ROUNDS = 30;

    /** Things that happen in each of them: a line's times are known when it has 64 changes in common with others. */
    private static final int EVENTS_PER_ROUND = 5;

    /** As often everything has to be found in order. */
    private static final int QUIET_ROUNDS = 10;

    private static final long ROUND_MICROS = 200_000;

    /** Nothing of a line goes that is younger; production is never put back by more than a part of it. */
    private static final Duration WINDOW = Duration.ofSeconds(9);

    private static final long REWIND_MICROS_MAX = 8_000_000;

    private final Consumer<String> trace;
    private final RandomGenerator random;
    private final Clock clock = new Clock();
    private final World world;
    private final List<Gatherer> gatherers = new ArrayList<>();
    private final Production production;
    private final List<Deduplicator> deduplicators = new ArrayList<>();
    private final Received received = new Received();
    private final Verdict verdict;
    private final int faultiness;
    private final List<Fault> injected = new ArrayList<>();
    private int judgedCommits;

    /** What can go wrong. */
    enum Fault {
        GATHERER_CRASH,
        GATHERER_STOP,
        SOCKET_CUT,
        SEQUENCE_HOLE,
        SEQUENCE_RESTART,
        FRAME_REPEATED,
        LINE_DATABASE_DOWN,
        LINE_ANSWER_LOST,
        LINE_REWOUND,
        LINE_CLONED,
        LINE_LOST,
        PRODUCTION_DOWN,
        PRODUCTION_ANSWER_LOST,
        PRODUCTION_REWOUND,
        DEDUPLICATOR_CRASH,
        CLOCK_STEP
    }

    private static final Fault[] FAULTS = Fault.values();

    /**
     * What came of a schedule.
     *
     * @param digest of all that production has
     */
    record Result(long seed, int events, int rows, int commits, List<Fault> faults, long digest) {}

    private Schedule(long seed, Path folder, Consumer<String> trace) {
        this.trace = trace;
        random = new SplittableRandom(seed);
        world = new World(1 + random.nextInt(4), clock, random);
        for (int line = 1; line <= LINES; line++) {
            Stamps stamps = random.nextInt(8) > 0 || line == 1 ? Stamps.MICROS : Stamps.MILLIS;
            gatherers.add(new Gatherer(line, world, clock, random, made(folder.resolve("line-" + line)), stamps));
        }
        production = new Production(random, clock);
        for (int i = 0; i < 2; i++) {
            deduplicators.add(new Deduplicator(gatherers, production, clock, random));
        }
        verdict = new Verdict(world);
        faultiness = random.nextInt(4);
    }

    /**
     * Plays one from beginning to end.
     *
     * @param folder for the journals; emptied afterwards
     * @param trace gets what happens, line by line, and all there is when a guarantee is broken
     * @throws Violation when a guarantee was broken
     */
    static Result play(long seed, Path folder, Consumer<String> trace) {
        Schedule schedule = new Schedule(seed, folder, trace);
        try {
            schedule.run();
            schedule.heal();
            return schedule.result(seed);
        } catch (Violation e) {
            schedule.dump();
            throw e;
        } finally {
            schedule.end();
            empty(folder);
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        gatherers.forEach(Gatherer::crash);
    }

    private void run() {
        gatherers.forEach(Gatherer::start);
        gatherers.forEach(Gatherer::connect);
        if (random.nextInt(4) > 0) {
            for (int i = 0; i < EVENTFUL_ROUNDS; i++) {
                everythingGoesOn(true); // so that the lines' times are known
            }
        }
        int steps = 200 + random.nextInt(600);
        for (int i = 0; i < steps; i++) {
            clock.pass(random.nextLong(random.nextInt(20) == 0 ? 2_000_000 : 20_000));
            step();
            judge();
        }
    }

    private Gatherer gatherer() {
        return gatherers.get(random.nextInt(LINES));
    }

    private Deduplicator deduplicator() {
        return deduplicators.get(random.nextInt(8) == 0 ? 1 : 0);
    }

    private void step() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> world.happen();
            case 5, 6, 7, 8 -> gatherer().receive(1 + random.nextInt(10));
            case 9, 10 -> gatherer().sync();
            case 11, 12, 13, 14 -> gatherer().feed();
            case 15 -> gatherer().heartbeat();
            case 16, 17, 18 -> deduplicator().read(random.nextInt(LINES));
            case 19, 20 -> deduplicator().step();
            case 21 -> wake();
            case 22 -> tidy();
            default -> {
                if (random.nextInt(4) < faultiness) {
                    inject(FAULTS[random.nextInt(FAULTS.length)]);
                }
            }
        }
    }

    /** What comes back by itself or by a supervisor does so now and then. */
    private void wake() {
        Gatherer gatherer = gatherer();
        switch (random.nextInt(4)) {
            case 0 -> gatherers.forEach(Gatherer::start);
            case 1 -> gatherers.forEach(Gatherer::connect);
            case 2 -> gatherer.store.up(true);
            default -> production.up(true);
        }
    }

    private void tidy() {
        Gatherer gatherer = gatherer();
        switch (random.nextInt(4)) {
            case 0 -> gatherer.checkpoint();
            case 1 -> gatherer.store.keepBackup();
            case 2 -> gatherers.forEach(this::retain);
            default -> gatherer.askForSnapshots(world.markets);
        }
    }

    private void retain(Gatherer gatherer) {
        if (production.isUp()) {
            gatherer.retain(production.contents().cursor(gatherers.indexOf(gatherer) + 1), WINDOW, received);
        }
    }

    private void inject(Fault fault) {
        injected.add(fault);
        trace(fault.toString());
        Gatherer gatherer = gatherer();
        trace("  at line " + (gatherers.indexOf(gatherer) + 1));
        Socket socket = gatherer.socket();
        switch (fault) {
            case GATHERER_CRASH -> gatherer.crash();
            case GATHERER_STOP -> gatherer.stop();
            case SOCKET_CUT -> onSocket(socket, Socket::cut);
            case SEQUENCE_HOLE -> onSocket(socket, open -> open.dropNext(1 + random.nextInt(3)));
            case SEQUENCE_RESTART -> onSocket(socket, Socket::restartNumbers);
            case FRAME_REPEATED -> onSocket(socket, Socket::repeatLast);
            case LINE_DATABASE_DOWN -> gatherer.store.up(false);
            case LINE_ANSWER_LOST -> gatherer.store.loseNextAnswer();
            case LINE_REWOUND -> gatherer.store.rewind(true);
            case LINE_CLONED -> gatherer.store.rewind(false);
            case LINE_LOST -> gatherer.store.lose();
            case PRODUCTION_DOWN -> production.up(false);
            case PRODUCTION_ANSWER_LOST -> production.loseNextAnswer();
            case PRODUCTION_REWOUND -> production.rewind(clock.micros() - random.nextLong(REWIND_MICROS_MAX));
            case DEDUPLICATOR_CRASH -> deduplicator().crash();
            case CLOCK_STEP -> gatherer.offset.micros = random.nextLong(-3_000_000, 3_000_000);
        }
    }

    private void trace(String what) {
        trace.accept(clock.micros() + " " + what);
    }

    private interface Harm {
        void on(Socket socket);
    }

    private static void onSocket(@Nullable Socket socket, Harm harm) {
        if (socket != null && socket.isOpen()) {
            harm.on(socket);
        }
    }

    private void judge() {
        if (production.commits() != judgedCommits) {
            judgedCommits = production.commits();
            trace("commit " + judgedCommits + " "
                    + production.contents().cursor(1).position() + " "
                    + production.contents().cursor(2).position() + " "
                    + production.contents().cursor(3).position());
            verdict.isSafe(production.contents());
        }
    }

    private void dump() {
        for (String market : world.markets) {
            trace(market);
            world.books.getOrDefault(market, List.of()).forEach(event -> trace("  was " + event));
            production.contents().path(market).values().forEach(row -> trace("  is " + row));
        }
        trace(production.contents().described());
        for (Gatherer gatherer : gatherers) {
            trace("line");
            gatherer.store.rows().forEach((at, row) -> trace("  " + at + " " + row));
        }
    }

    /** All faults end: within a bounded time everything is received, merged and claimed again. */
    private void heal() {
        production.up(true);
        gatherers.forEach(gatherer -> gatherer.store.up(true));
        gatherers.forEach(gatherer -> gatherer.offset.micros = 0);
        settle(false);
        long wholeFrom = clock.micros();
        for (int i = 0; i < 30; i++) {
            world.happen();
            clock.pass(ROUND_MICROS);
        }
        gatherers.forEach(gatherer -> gatherer.askForSnapshots(world.markets));
        settle(true);
        for (Gatherer gatherer : gatherers) {
            for (LineEvent row : gatherer.store.rows().values()) {
                received.add(row);
            }
        }
        verdict.hasAll(production.contents(), received);
        verdict.isClaimedSince(production.contents(), wholeFrom);
    }

    /** @param quiet whether nothing happens meanwhile but the lines' signs of life */
    private void settle(boolean quiet) {
        List<Position> ends = new ArrayList<>();
        int quietRounds = 0;
        for (int round = 0; quietRounds < QUIET_ROUNDS; round++) {
            if (round == HEALING_ROUNDS) {
                throw new Violation("it does not come to rest: " + state(ends));
            }
            everythingGoesOn(!quiet && round < EVENTFUL_ROUNDS);
            if (quiet || round >= EVENTFUL_ROUNDS) {
                boolean atRest = isAtRest(ends);
                quietRounds = atRest ? quietRounds + 1 : quietRounds;
                if (atRest || ends.isEmpty()) {
                    ends.clear();
                    gatherers.forEach(gatherer -> ends.add(gatherer.end()));
                }
            }
        }
    }

    private void everythingGoesOn(boolean eventful) {
        for (int i = 0; i < EVENTS_PER_ROUND; i++) {
            clock.pass(ROUND_MICROS / EVENTS_PER_ROUND);
            if (eventful) {
                world.happen();
            }
        }
        for (Gatherer gatherer : gatherers) {
            gatherer.start();
            gatherer.connect();
            gatherer.heartbeat();
            gatherer.receive(1_000);
            gatherer.sync();
            gatherer.feed();
        }
        Deduplicator leader = deduplicators.getFirst();
        for (int line = 0; line < LINES; line++) {
            leader.read(line);
        }
        leader.step();
        judge();
    }

    private String state(List<Position> ends) {
        StringBuilder state = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            Gatherer gatherer = gatherers.get(line);
            state.append(gatherer.isWhole() ? "whole " : "not whole ")
                    .append(gatherer.end())
                    .append(" production ")
                    .append(production.contents().cursor(line + 1).position())
                    .append("; ");
        }
        return state + "wanted " + ends + "; faults " + injected;
    }

    /** Every line receives, and production has what the lines had when they were last at rest. */
    private boolean isAtRest(List<Position> ends) {
        if (ends.isEmpty()) {
            return false;
        }
        for (int line = 0; line < LINES; line++) {
            Gatherer gatherer = gatherers.get(line);
            if (!gatherer.isWhole()
                    || production.contents().cursor(line + 1).position().compareTo(ends.get(line)) < 0) {
                return false;
            }
        }
        return true;
    }

    private Result result(long seed) {
        int events = world.books.values().stream().mapToInt(List::size).sum();
        int rows = 0;
        long digest = 1;
        for (String market : world.markets) {
            for (Loaded.Row row : production.contents().path(market).values()) {
                rows++;
                digest = 31 * digest + row.change().bookHash() + row.seq();
            }
        }
        return new Result(seed, events, rows, production.commits(), List.copyOf(injected), digest);
    }
}
