package trifecta.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.protocol.Channel;
import trifecta.protocol.Message;
import trifecta.service.OperatingException;
import trifecta.service.status.Counters;

/**
 * Replays recorded frames in the order in which they were received, with their own times, under numbers of ours.
 *
 * <p>The first snapshot of a market is the book from which it starts. An empty one later is a book that the exchange cleared. Any other is
 * a hole of the recorder: it becomes everybody's, by closing the connections that listen, and nothing goes on until they are back.
 */
final class CaptureSource implements Source {
    private static final String SUFFIX = ".ndjson.gz";

    /** Keeps a turn short. */
    private static final int FRAMES_PER_TURN_MAX = 2_000;

    /** How long those who were cut may take to come back. */
    private static final long RETURN_MICROS_MAX = 10_000_000;

    /** A client that takes nothing for so long is not waited for; its queue overflows then. */
    private static final long FULL_MICROS_MAX = 30_000_000;

    /** New snapshots of other markets so soon after one belong to the same hole. */
    private static final long SAME_HOLE_MILLIS = 5_000;

    private static final long POLL_MICROS = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long OPEN_FOR_MICROS = 24 * 3_600_000_000L;

    private enum State {
        WAITING,
        LIVE,
        RESUMING,
        FINISHED
    }

    private final Path folder;
    private final int linesAwaited;
    private final ReplayClock clock;
    private final Counters<Counts> counters;
    private final PriorityQueue<CaptureTrack> tracks = new PriorityQueue<>();
    private final Map<String, Market> markets = new LinkedHashMap<>();
    private final Set<Market> started = new HashSet<>();
    private State state = State.WAITING;
    private Set<Integer> linesCut = Set.of();
    private long waitingSinceMicros;

    /**
     * @param linesAwaited it starts when so many lines listen to all its markets and to trades
     */
    CaptureSource(Path folder, ReplayPace pace, int linesAwaited, Counters<Counts> counters) {
        this.folder = folder;
        this.linesAwaited = linesAwaited;
        this.clock = new ReplayClock(pace);
        this.counters = counters;
    }

    @Override
    public String description() {
        return "replay of " + folder;
    }

    @Override
    public String state() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean hasBegun() {
        return state != State.WAITING;
    }

    @Override
    public void open(long nowMicros, Stage stage) {
        Map<String, List<Path>> files = files(folder);
        files.forEach((ticker, dates) -> {
            CaptureTrack track = new CaptureTrack(ticker, tracks.size(), dates);
            if (track.hasNext()) {
                list(ticker, CaptureTrack.firstBook(ticker, dates), track.peek().receivedMillis(), nowMicros, stage);
                tracks.add(track);
            }
        });
    }

    @Override
    public long advance(long nowMicros, Stage stage) {
        return switch (state) {
            case WAITING -> begin(nowMicros, listening(stage).size() >= linesAwaited);
            case RESUMING -> begin(nowMicros, isEverybodyBack(nowMicros, stage));
            case LIVE -> replay(nowMicros, stage);
            case FINISHED -> Long.MAX_VALUE;
        };
    }

    private boolean isEverybodyBack(long nowMicros, Stage stage) {
        return nowMicros - waitingSinceMicros > RETURN_MICROS_MAX
                || listening(stage).containsAll(linesCut);
    }

    private Set<Integer> listening(Stage stage) {
        return stage.linesListening(markets.values(), Set.of(Channel.TRADE));
    }

    private long begin(long nowMicros, boolean ready) {
        if (!ready) {
            return POLL_MICROS;
        }
        state = tracks.isEmpty() ? State.FINISHED : State.LIVE;
        waitingSinceMicros = nowMicros;
        if (!tracks.isEmpty()) {
            clock.start(nowMicros, tracks.element().peek().receivedMillis());
        }
        return 0;
    }

    private long replay(long nowMicros, Stage stage) {
        for (int i = 0; i < FRAMES_PER_TURN_MAX; i++) {
            if (tracks.isEmpty()) {
                state = State.FINISHED;
                return 0;
            }
            long received = tracks.element().peek().receivedMillis();
            long wait = clock.untilDue(nowMicros, received);
            if (wait > 0) {
                return wait;
            }
            if (clock.waitsForClients() && isFull(nowMicros, stage)) {
                return POLL_MICROS;
            }
            CaptureFrame frame = takeNext();
            clock.pass(received);
            if (isHole(frame)) {
                cutEverybody(frame, nowMicros, stage);
                return 0;
            }
            publish(frame, nowMicros, stage);
        }
        return 0;
    }

    private boolean isFull(long nowMicros, Stage stage) {
        if (stage.everyoneHasRoom()) {
            waitingSinceMicros = nowMicros;
            return false;
        }
        return nowMicros - waitingSinceMicros < FULL_MICROS_MAX;
    }

    private CaptureFrame takeNext() {
        CaptureTrack track = tracks.remove();
        CaptureFrame frame = track.peek();
        track.advance();
        if (track.hasNext()) {
            tracks.add(track);
        }
        return frame;
    }

    private void publish(CaptureFrame frame, long nowMicros, Stage stage) {
        switch (frame.message()) {
            case Message.Delta delta -> delta(delta, frame, nowMicros, stage);
            case Message.Trade trade ->
                stage.publish(new Event.Traded(
                        market(trade.trade().market(), frame, nowMicros, stage), trade.trade(), frame.body()));
            case Message.Ticker ticker ->
                stage.publish(new Event.TickerChanged(
                        market(ticker.ticker().market(), frame, nowMicros, stage), ticker.ticker(), frame.body()));
            case Message.LifecycleChange change -> lifecycle(change.lifecycle(), frame, nowMicros, stage);
            case Message.Snapshot snapshot -> {
                Market market = market(snapshot.market(), frame, nowMicros, stage);
                if (!started.add(market)) {
                    stage.publish(new Event.BookCleared(market, snapshot.exchangeMicros()));
                }
            }
            default -> counters.increment(Counts.FRAMES_SKIPPED);
        }
    }

    private void delta(Message.Delta delta, CaptureFrame frame, long nowMicros, Stage stage) {
        Market market = market(delta.market(), frame, nowMicros, stage);
        if (started.contains(market)) {
            stage.publish(new Event.Delta(
                    market,
                    delta.exchangeMicros(),
                    delta.side(),
                    delta.priceMicros(),
                    delta.deltaHundredths(),
                    frame.body()));
        } else {
            counters.increment(Counts.FRAMES_SKIPPED); // before the first snapshot nobody can place it
        }
    }

    private void lifecycle(Lifecycle change, CaptureFrame frame, long nowMicros, Stage stage) {
        Market about = markets.containsKey(change.subject())
                ? market(change.subject(), frame, nowMicros, stage)
                : markets.values().iterator().next();
        stage.publish(new Event.LifecycleChanged(
                about, change.type(), change.subject(), change.eventType(), change.exchangeMicros(), frame.body()));
    }

    /** Whether the recorder itself was away before this frame. */
    private boolean isHole(CaptureFrame frame) {
        return frame.message() instanceof Message.Snapshot snapshot
                && !snapshot.levels().isEmpty()
                && started.contains(markets.get(snapshot.market()));
    }

    private void cutEverybody(CaptureFrame first, long nowMicros, Stage stage) {
        linesCut = listening(stage);
        List<CaptureFrame> snapshots = new ArrayList<>(List.of(first));
        for (CaptureTrack track : List.copyOf(tracks)) {
            CaptureFrame next = track.peek();
            if (isHole(next) && next.receivedMillis() - first.receivedMillis() <= SAME_HOLE_MILLIS) {
                snapshots.add(next);
                tracks.remove(track);
                track.advance();
                if (track.hasNext()) {
                    tracks.add(track);
                }
            }
        }
        for (CaptureFrame frame : snapshots) {
            Message.Snapshot snapshot = (Message.Snapshot) frame.message();
            Market market = market(snapshot.market(), frame, nowMicros, stage);
            stage.publish(new Event.BookReset(market, snapshot.levels()));
        }
        waitingSinceMicros = nowMicros;
        state = State.RESUMING;
    }

    private Market market(String ticker, CaptureFrame frame, long nowMicros, Stage stage) {
        Market known = markets.get(ticker);
        return known != null ? known : list(ticker, List.of(), frame.receivedMillis(), nowMicros, stage);
    }

    private Market list(String ticker, List<Level> book, long receivedMillis, long nowMicros, Stage stage) {
        boolean cents =
                book.stream().allMatch(level -> level.priceMicros() % PriceStructure.LINEAR_CENT.stepMicros() == 0);
        MarketFacts facts = MarketFacts.ofTicker(
                ticker,
                cents ? PriceStructure.LINEAR_CENT : PriceStructure.DECI_CENT,
                receivedMillis * MICROS_PER_MILLI);
        Market market = stage.list(facts, MarketStatus.ACTIVE, nowMicros + OPEN_FOR_MICROS);
        stage.seed(market, book);
        markets.put(ticker, market);
        return market;
    }

    /** The files of each market, by date. */
    private static Map<String, List<Path>> files(Path folder) {
        Map<String, List<Path>> byMarket = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(file -> {
                String name = file.getFileName().toString();
                String stem = name.substring(0, name.length() - SUFFIX.length());
                String ticker = stem.contains(".") ? stem.substring(0, stem.lastIndexOf('.')) : stem;
                byMarket.computeIfAbsent(ticker, any -> new ArrayList<>()).add(file);
            });
        } catch (IOException e) {
            throw new OperatingException("read the captures in " + folder, e.toString(), "set exchange.frames", e);
        }
        if (byMarket.isEmpty()) {
            throw new OperatingException(
                    "read the captures in " + folder, "no file MARKET.DATE" + SUFFIX, "set exchange.frames");
        }
        return byMarket;
    }
}
