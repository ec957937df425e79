package trifecta.simulation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.feed.Feed;
import trifecta.feed.StartNote;
import trifecta.gatherer.SteppedRetention;
import trifecta.journal.CorruptRangeException;
import trifecta.journal.EntryKind;
import trifecta.journal.JournalEntry;
import trifecta.journal.SteppedJournal;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.FrameEncoder;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;

/**
 * A gatherer whose every step is taken by the schedule: what it receives goes into its journal, what it reads from there becomes rows,
 * which go into its database. It can die between any two steps; what is left is the journal as far as it was durable, and the
 * database.
 */
final class Gatherer {
    private static final int ENTRIES_PER_STEP = 20;
    private static final int ROWS_PER_BATCH = 8;

    final LocalStore store;
    final Clock.Offset offset = new Clock.Offset();

    private final int line;
    private final World world;
    private final Clock clock;
    private final RandomGenerator random;
    private final Path folder;
    private final FrameEncoder.Stamps stamps;
    private final NavigableMap<Position, byte[]> checkpoints = new TreeMap<>();
    private @Nullable Life process;

    Gatherer(int line, World world, Clock clock, RandomGenerator random, Path folder, FrameEncoder.Stamps stamps) {
        this.line = line;
        this.world = world;
        this.clock = clock;
        this.random = random;
        this.folder = folder;
        this.stamps = stamps;
        this.store = new LocalStore(random);
    }

    boolean isUp() {
        return process != null;
    }

    @Nullable Socket socket() {
        Life present = process;
        return present == null ? null : present.socket;
    }

    /** Starts it, unless it runs. */
    void start() {
        if (process == null) {
            Life started = new Life();
            process = started;
            started.begin();
        }
    }

    /** It ends in order. */
    void stop() {
        Life present = process;
        if (present != null) {
            present.closeSocket("closed");
            present.journal.append(EntryKind.STOPPED, 0, new byte[0]);
            present.feedAll();
            if (process == present) {
                present.end();
                present.journal.close();
                process = null;
            }
        }
    }

    /** It dies, with its machine. */
    void crash() {
        Life present = process;
        if (present != null) {
            present.end();
            Socket socket = present.socket;
            if (socket != null) {
                socket.cut();
            }
            present.journal.crash(random);
            process = null;
        }
    }

    void connect() {
        Life present = process;
        if (present != null && present.socket == null) {
            present.connect();
        }
    }

    void receive(int frames) {
        Life present = process;
        if (present != null) {
            present.receive(frames);
        }
    }

    void sync() {
        Life present = process;
        if (present != null) {
            present.journal.sync();
        }
    }

    void heartbeat() {
        Life present = process;
        if (present != null) {
            present.journal.append(EntryKind.HEARTBEAT, 0, new byte[0]);
        }
    }

    /**
     * Makes rows of what is in the journal and stores them.
     *
     * @return whether there may be more to do
     */
    boolean feed() {
        Life present = process;
        return present != null && present.feed();
    }

    void checkpoint() {
        Life present = process;
        if (present != null && present.feed != null) {
            checkpoints.put(present.feed.position(), present.feed.save());
            while (checkpoints.size() > 4) {
                checkpoints.pollFirstEntry();
            }
        }
    }

    void askForSnapshots(List<String> markets) {
        Life present = process;
        if (present != null) {
            present.ask(markets);
        }
    }

    /** Lets go of what production has and nobody needs any more. */
    void retain(LineCursor confirmed, Duration window, Received received) {
        Life present = process;
        if (present == null) {
            return;
        }
        try {
            if (store.read(confirmed, 1) instanceof LineBatch.Rows) {
                Optional<Position> upTo = SteppedRetention.mayGo(
                        store.rows(), confirmed.position(), clock.beside(offset).instant(), now(), window);
                if (upTo.isPresent()) {
                    store.rows().headMap(upTo.get(), true).values().forEach(received::add);
                    store.release(upTo.get());
                    present.journal.release(upTo.get());
                }
            }
        } catch (StoreException e) {
            // it looks again later
        }
    }

    private Instant now() {
        return Instant.EPOCH.plus(clock.micros(), ChronoUnit.MICROS);
    }

    /** Whether it runs, is connected, and has stored what it received up to now. */
    boolean isWhole() {
        Life present = process;
        return present != null && present.isWhole();
    }

    /** The last row stored. */
    Position end() {
        return store.rows().isEmpty() ? Position.START : store.rows().lastKey();
    }

    /** One life of the process. */
    private final class Life {
        final SteppedJournal journal;

        @Nullable Feed feed;

        @Nullable Socket socket;

        private SteppedJournal.@Nullable Following reader;
        private final List<Made> batch = new ArrayList<>();
        private Position stored = Position.START;
        private int connection;
        private long commands;
        private boolean blind;

        Life() {
            int bootAtLeast = 1;
            try {
                bootAtLeast = store.last().boot() + 1;
            } catch (StoreException e) {
                // it starts without its database
            }
            StartNote.Predecessor predecessor = SteppedJournal.endedInOrder(folder)
                    .map(inOrder -> inOrder ? StartNote.Predecessor.STOPPED : StartNote.Predecessor.CRASHED)
                    .orElse(StartNote.Predecessor.NONE);
            journal = new SteppedJournal(folder, clock.beside(offset), line, bootAtLeast);
            journal.append(
                    EntryKind.STARTED,
                    0,
                    new StartNote(line, "simulated", predecessor).text().getBytes(StandardCharsets.UTF_8));
        }

        void begin() {
            feedFromStore();
        }

        /** Learns from the database how far it is, and goes on from there. */
        private void feedFromStore() {
            if (feed != null) {
                return;
            }
            try {
                stored = store.last();
            } catch (StoreException e) {
                return;
            }
            if (stored.boot() >= journal.boot()) {
                throw new Restart();
            }
            Feed restored = checkpoints.headMap(stored, true).descendingMap().values().stream()
                    .findFirst()
                    .map(Feed::restore)
                    .orElseGet(Feed::new);
            feed = restored;
            Position from =
                    restored.position().equals(Position.START) ? new Position(stored.boot(), 0) : restored.position();
            reader = journal.follow(behindWhatWasLetGo(from));
        }

        private Position behindWhatWasLetGo(Position from) {
            Position begin = journal.begin();
            if (from.compareTo(begin) >= 0) {
                return from;
            }
            boolean fillsPlaces = stored.boot() == begin.boot() && stored.compareTo(begin) < 0;
            blind = begin.n() > 0 && stored.boot() == begin.boot();
            return fillsPlaces ? from : begin;
        }

        void connect() {
            connection++;
            Socket opened = world.connect(stamps);
            socket = opened;
            journal.append(EntryKind.OPENED, connection, "ws://exchange".getBytes(StandardCharsets.UTF_8));
            for (int sid : new int[] {Socket.TRADES, Socket.LIFE, Socket.BOOKS}) {
                says(opened, Socket.subscribing(++commands, sid, world.markets));
            }
        }

        private void says(Socket to, Command command) {
            journal.append(EntryKind.SENT, connection, CommandCodec.encode(command));
            to.takes(command);
        }

        void ask(List<String> markets) {
            Socket present = socket;
            if (present != null && present.isOpen()) {
                says(present, new Command.Update(++commands, Socket.BOOKS, Command.Action.GET_SNAPSHOT, markets));
            }
        }

        void receive(int frames) {
            Socket present = socket;
            for (int i = 0; i < frames && present != null; i++) {
                byte[] frame = present.receive();
                if (frame == null) {
                    if (!present.isOpen()) {
                        closeSocket("reset by peer");
                    }
                    return;
                }
                journal.append(EntryKind.FRAME, connection, frame);
            }
        }

        void closeSocket(String reason) {
            Socket present = socket;
            if (present != null) {
                present.cut();
                journal.append(EntryKind.CLOSED, connection, reason.getBytes(StandardCharsets.UTF_8));
                socket = null;
            }
        }

        void feedAll() {
            boolean more = true;
            while (more) {
                more = feed();
            }
        }

        boolean feed() {
            try {
                feedFromStore();
                return feed != null && take();
            } catch (Restart e) {
                crash();
                return false;
            }
        }

        private boolean take() {
            SteppedJournal.Following from = reader;
            Feed into = feed;
            if (from == null || into == null || (batch.size() >= ROWS_PER_BATCH && !flush())) {
                return false;
            }
            for (int i = 0; i < ENTRIES_PER_STEP; i++) {
                Optional<JournalEntry> entry;
                try {
                    entry = from.poll();
                } catch (CorruptRangeException e) {
                    skip(into, e);
                    continue;
                }
                if (entry.isEmpty()) {
                    flush();
                    return false;
                }
                add(entry.get().boot(), into.accept(entry.get()));
                if (batch.size() >= ROWS_PER_BATCH && !flush()) {
                    return false;
                }
            }
            return flush();
        }

        private void skip(Feed into, CorruptRangeException range) {
            blind |= range.from().boot() == stored.boot() && range.from().compareTo(stored) <= 0;
            for (long n = range.from().n(); n <= range.to().n(); n++) {
                add(
                        range.from().boot(),
                        into.unreadable(new Position(range.from().boot(), n), "lost"));
            }
        }

        private void add(int boot, LineEvent row) {
            if (boot == journal.boot()) {
                hear(row);
            }
            if (new Position(boot, row.n()).compareTo(stored) <= 0) {
                return;
            }
            LineEvent added = row;
            if (blind && boot == stored.boot()) {
                added = new LineEvent(
                        row.n(), row.receivedAtMicros(), 0, 0, null, new LineEvent.Break(BreakReason.UNDECODABLE));
            }
            blind = false;
            batch.add(new Made(boot, added));
        }

        /** What a line does about what its rows tell. */
        private void hear(LineEvent row) {
            Socket present = socket;
            if (present == null || row.connection() != connection) {
                return;
            }
            if (row.breakBefore() == BreakReason.SEQUENCE_RESTART) {
                closeSocket("the numbers began anew");
            } else if (row.breakBefore() == BreakReason.SEQUENCE_GAP) {
                ask(world.markets);
            } else if (row.body() instanceof LineEvent.Snapshot snapshot && snapshot.role() == SnapshotRole.DOUBTS) {
                ask(List.of(snapshot.market()));
            }
        }

        /**
         * Stores what was made, boot by boot.
         *
         * @return false when the database cannot now
         */
        private boolean flush() {
            try {
                while (!batch.isEmpty()) {
                    if (store.last().compareTo(stored) < 0) {
                        throw new Restart(); // a new start fills it again
                    }
                    int boot = batch.getFirst().boot();
                    List<LineEvent> rows = batch.stream()
                            .takeWhile(made -> made.boot() == boot)
                            .map(Made::row)
                            .toList();
                    store.append(boot, rows);
                    stored = new Position(boot, rows.getLast().n());
                    batch.subList(0, rows.size()).clear();
                }
                return true;
            } catch (StoreException e) {
                return false;
            }
        }

        boolean isWhole() {
            Socket present = socket;
            Feed fed = feed;
            return present != null
                    && fed != null
                    && present.isOpen()
                    && present.isDrained()
                    && batch.isEmpty()
                    && fed.position().equals(journal.last())
                    && stored.equals(journal.last());
        }

        void end() {
            SteppedJournal.Following from = reader;
            if (from != null) {
                from.close();
            }
        }
    }

    /** A row on its way to the database. */
    private record Made(int boot, LineEvent row) {}

    /** The database is not the one that was filled up to here: the process ends, and its next start goes on from there. */
    private static final class Restart extends RuntimeException {
        private static final long serialVersionUID = 1;

        Restart() {
            super("the database was put back");
        }
    }
}
