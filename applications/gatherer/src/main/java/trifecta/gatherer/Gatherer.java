package trifecta.gatherer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.feed.StartNote;
import trifecta.journal.EntryKind;
import trifecta.journal.Journal;
import trifecta.journal.JournalEntry;
import trifecta.journal.JournalException;
import trifecta.journal.JournalFolder;
import trifecta.journal.JournalLimits;
import trifecta.journal.JournalReader;
import trifecta.market.Position;
import trifecta.protocol.KeyFile;
import trifecta.protocol.KeyFileException;
import trifecta.protocol.RequestSigner;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestSettings;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;
import trifecta.store.StoreException;

/** Builds one line's parts in order, lets them run, and ends them in an order that loses nothing. */
final class Gatherer {
    private static final Logger log = LoggerFactory.getLogger(Gatherer.class);

    /** What is written of the program's version into each boot's first entry. */
    private static final String VERSION = "0.1.0";

    /** Time for the feed to store the last rows; the rest of the journal is stored at the next start. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(5);

    private static final int HOURS_ATTEMPTS = 1;
    private static final Duration HOURS_ANSWER_MAX = Duration.ofSeconds(5);

    private final GathererConfig config;
    private final ServiceContext context;
    private final SplittableRandom random;
    private final List<Thread> threads = new ArrayList<>();

    Gatherer(GathererConfig config, ServiceContext context) {
        this.config = config;
        this.context = context;
        this.random = new SplittableRandom(context.ticks().getAsLong() + config.line());
    }

    void run() throws InterruptedException {
        RequestSigner signer = signer();
        EventStore store = context.own("database", new EventStore(config.database(), name(), random.split()));
        Path journalFolder = config.folder().resolve("journal");
        Checkpoints checkpoints = new Checkpoints(config.folder().resolve("checkpoints"));
        DiskWatch disk = disk(journalFolder);
        int bootAtLeast = firstLook(store, journalFolder);
        makeRoom(disk, checkpoints, journalFolder);
        Journal journal = context.own("journal", open(journalFolder, bootAtLeast));
        Recorder recorder = new Recorder(journal, context.clock(), context::fail);
        recorder.append(EntryKind.STARTED, 0, new StartNote(config.line(), VERSION, predecessor(journal)).text());

        LearnedLimit learned = new LearnedLimit(
                config.folder().resolve("market-limit"), config.limits().marketsPerSubscription());
        Catalogue catalogue = new Catalogue(config.farewell());
        // asked while connections fail, so it neither repeats its questions nor waits long for an answer
        RestClient statusClient = context.own("exchange status", rest(HOURS_ATTEMPTS, HOURS_ANSWER_MAX, signer));
        ExchangeHours hours = new ExchangeHours(statusClient::exchangeStatus);
        Line line = new Line(config, context, signer, recorder, catalogue, hours, learned);
        FeedProgress progress =
                new FeedProgress(() -> Clocks.micros(context.clock().instant()));
        FeedLoop feed = new FeedLoop(
                config.line(), journal, store, checkpoints, config.feed(), context.ticks(), progress, line::row);
        Thread feeding = Thread.ofPlatform().name("feed").unstarted(() -> feed(feed));
        Retention retention = retention((upTo, stored) -> journal.release(checkpoints.unneeded(upTo, stored)));
        GathererStatus status =
                new GathererStatus(config, context, journal, store, progress, line, hours, retention, disk);
        threads.add(Thread.ofVirtual().name("retention").unstarted(retention));
        threads.add(Thread.ofVirtual().name("disk").unstarted(disk));
        context.serveStatus(config.statusPort(), status::describe);
        feeding.start();
        RestSettings standard = RestSettings.defaults(config.rest());
        try (RestClient rest = rest(standard.attemptsMax(), standard.callTimeout(), signer)) {
            begin(line, catalogue, hours, learned, rest, recorder);
            context.awaitStop();
        } finally {
            end(line, recorder, feed, feeding, store);
        }
    }

    private String name() {
        return "trifecta gatherer " + config.line();
    }

    private @Nullable RequestSigner signer() {
        Optional<String> id = config.keyId();
        Optional<Path> file = config.keyFile();
        if (id.isEmpty() || file.isEmpty()) {
            return null;
        }
        try {
            return new RequestSigner(id.get(), KeyFile.privateKey(file.get()));
        } catch (KeyFileException e) {
            throw new OperatingException(
                    "read the API key of line " + config.line(), String.valueOf(e.getMessage()), e.hint(), e);
        }
    }

    /**
     * Learns from the database which boots it knows. A line that has a journal goes on without its database; a new one does not
     * begin, since it could not know whether it is new.
     */
    private int firstLook(EventStore store, Path journalFolder) throws InterruptedException {
        try {
            return store.openOnce().boot() + 1;
        } catch (StoreException e) {
            boolean hasJournal = Files.isDirectory(journalFolder)
                    && !new JournalFolder(journalFolder).boots().isEmpty();
            if (!e.passing() || !hasJournal) {
                throw new OperatingException(e.operation(), e.facts(), e.hint(), e);
            }
            log.warn("{}; capturing into the journal meanwhile", e.getMessage());
            return 1;
        }
    }

    private DiskWatch disk(Path journalFolder) {
        try {
            Files.createDirectories(config.folder());
        } catch (IOException e) {
            throw new OperatingException(
                    "make the folder " + config.folder(), e.toString(), "check the disk and the folder", e);
        }
        return new DiskWatch(journalFolder, DiskSpace.of(config.folder()), config.disk(), context::fail);
    }

    private Retention retention(Retention.Segments segments) {
        return new Retention(
                config.line(),
                name() + " retention",
                config.database(),
                config.production(),
                config.retention(),
                segments,
                context.clock());
    }

    /** While the disk is full it lets go of what may go, and does not begin unless that was enough: a later start may. */
    private void makeRoom(DiskWatch disk, Checkpoints checkpoints, Path journalFolder) {
        if (disk.look() == DiskWatch.Level.FULL) {
            retention((upTo, stored) -> {
                        checkpoints.newest(stored);
                        return Journal.release(journalFolder, checkpoints.unneeded(upTo, stored));
                    })
                    .pass();
            disk.demandReserve();
        }
    }

    private Journal open(Path folder, int bootAtLeast) {
        try {
            JournalLimits standard = JournalLimits.DEFAULTS;
            JournalLimits limits = new JournalLimits(
                    config.journalSync(),
                    standard.blockBytesMax(),
                    standard.segmentBytesMax(),
                    standard.retainedBytes(),
                    standard.unsyncedBytesMax(),
                    standard.compressionLevel());
            return Journal.open(folder, limits, context.clock(), config.line(), bootAtLeast);
        } catch (JournalException e) {
            throw new OperatingException(e.operation() + " " + e.path(), e.facts(), e.hint(), e);
        }
    }

    /** How the boot before ended, by its last entry. */
    private static StartNote.Predecessor predecessor(Journal journal) throws InterruptedException {
        Position last = journal.recovery().last();
        if (last.equals(Position.START)) {
            return StartNote.Predecessor.NONE;
        }
        try (JournalReader reader = journal.reader(new Position(last.boot(), last.n() - 1))) {
            Optional<JournalEntry> entry = reader.poll(Duration.ZERO);
            return entry.isPresent() && entry.get().kind() == EntryKind.STOPPED
                    ? StartNote.Predecessor.STOPPED
                    : StartNote.Predecessor.CRASHED;
        } catch (JournalException e) {
            log.warn("{}", e.getMessage());
            return StartNote.Predecessor.CRASHED;
        }
    }

    private void feed(FeedLoop feed) {
        try {
            feed.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    private RestClient rest(int attemptsMax, Duration answerMax, @Nullable RequestSigner signer) {
        RestSettings standard = RestSettings.defaults(config.rest());
        return new RestClient(
                standard.withRate(config.restTokensPerSecond())
                        .withRetries(attemptsMax, standard.firstDelay(), standard.delayMax())
                        .withCallTimeout(answerMax),
                signer,
                context.clock(),
                random.split());
    }

    private void begin(
            Line line,
            Catalogue catalogue,
            ExchangeHours hours,
            LearnedLimit learned,
            RestClient rest,
            Recorder recorder) {
        if (line.capturesBooks()) {
            CatalogueSync sync = new CatalogueSync(rest, catalogue, config.combos(), context.ticks());
            Reconciliation reconciliation = new Reconciliation(
                    sync, config.reconcile(), hours, context.clock(), context.ticks(), random.split());
            line.whenMissed(reconciliation::hurry);
            threads.add(Thread.ofVirtual().name("catalogue").unstarted(reconciliation));
            threads.add(Thread.ofVirtual()
                    .name("planner")
                    .unstarted(new Planner(
                            config.markets(),
                            catalogue,
                            reconciliation,
                            sync,
                            learned,
                            line.books(),
                            context.ticks())));
            if (config.keyId().isPresent() && !config.bookPoll().isZero()) {
                BookPoll poll = new BookPoll(
                        config.line(),
                        config.lines(),
                        config.bookPoll(),
                        rest,
                        recorder,
                        () -> config.markets().isEmpty() ? catalogue.tickers() : config.markets(),
                        context.clock());
                threads.add(Thread.ofVirtual().name("book-poll").unstarted(poll));
            }
        }
        threads.add(Thread.ofVirtual().name("exchange-hours").unstarted(hours));
        line.start();
        threads.add(Thread.ofVirtual().name("heartbeat").unstarted(() -> heartbeat(recorder)));
        config.production()
                .ifPresent(production -> threads.add(Thread.ofVirtual()
                        .name("snapshot-requests")
                        .unstarted(new SnapshotRequestLoop(
                                production, name() + " requests", line.books()::request, random.split()))));
        threads.forEach(Thread::start);
    }

    private void heartbeat(Recorder recorder) {
        try {
            while (true) {
                recorder.append(EntryKind.HEARTBEAT);
                Thread.sleep(config.heartbeat());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JournalException e) {
            log.error("no heartbeat any more: {}", e.getMessage());
        }
    }

    /** Connections first, so that nothing comes behind the word that it was on purpose; then the feed takes what is left. */
    private void end(Line line, Recorder recorder, FeedLoop feed, Thread feeding, EventStore store)
            throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(1));
        }
        line.close();
        try {
            recorder.append(EntryKind.STOPPED);
        } catch (JournalException e) {
            log.error("the end could not be recorded: {}", e.getMessage());
        }
        feed.finish();
        if (!feeding.join(DRAIN_MAX)) {
            log.warn(
                    "the database did not take all rows within {}; they follow from the journal at the next start",
                    DRAIN_MAX);
        }
        store.stop();
        feeding.join(DRAIN_MAX);
    }
}
