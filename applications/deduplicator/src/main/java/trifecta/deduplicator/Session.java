package trifecta.deduplicator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.production.CommitResult;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionReader;
import trifecta.store.production.ProductionWriter;

/**
 * One life of the merge against production: opened from what production has, ended by the first thing that makes memory and
 * production disagree. Whoever wants to go on opens the next session; nothing is carried over. Single-threaded but for
 * the taps and the commits: while production writes one batch the next one is merged.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** The longest time without a look at whether to stop. */
    private static final Duration WAKE = Duration.ofMillis(500);

    private final DeduplicatorConfig config;
    private final LongSupplier ticks;
    private final Lasting lasting;
    private final ProductionReader reader;
    private final Commits commits;
    private final MarketRows markets;
    private final Merge merge;
    private final Semaphore arrived = new Semaphore(0);
    private final List<LineTap> taps = new ArrayList<>();
    /** Pages in the batch that is being merged, and in the one that is being written. */
    private final List<BackfillInbox.Page> taken = new ArrayList<>();

    private final List<BackfillInbox.Page> written = new ArrayList<>();
    /** How far the commit under way will have brought production. */
    private Reached underWay;

    private Session(
            DeduplicatorConfig config,
            InstantSource clock,
            LongSupplier ticks,
            Lasting lasting,
            ProductionWriter writer,
            ProductionReader reader,
            Consumer<Throwable> failed)
            throws StoreException {
        this.config = config;
        this.ticks = ticks;
        this.lasting = lasting;
        this.reader = reader;
        lasting.inbox().onArrival(arrived::release);
        this.commits = new Commits(writer, clock, arrived::release);
        int lines = config.lines().size();
        Restored restored = Restored.from(reader, lines);
        lasting.progress().counts().session(reader.runs());
        this.markets = new MarketRows(
                lines,
                reader,
                commits::await,
                restored.arbiters(),
                restored.clocks(),
                lasting.progress().statistics());
        this.merge = new Merge(
                restored, markets, lasting.progress().counts(), lasting.lacking(), config.rowsInMemory(), clock);
        this.underWay = Reached.of(merge, markets, lines);
        for (int line = 0; line < lines; line++) {
            taps.add(new LineTap(
                    line + 1,
                    config.lines().get(line),
                    restored.cursors()[line],
                    config.rowsPerRead(),
                    config.idleWait(),
                    arrived,
                    failed));
        }
    }

    /**
     * Opens production, the writer first, so that from here on no other writer's commit goes unnoticed, then the lines.
     *
     * @param ticks nanoseconds of a clock that never goes back
     * @param failed is told of a defect in a tap
     */
    static Session open(
            DeduplicatorConfig config,
            InstantSource clock,
            LongSupplier ticks,
            Lasting lasting,
            Consumer<Throwable> failed)
            throws StoreException {
        int lines = config.lines().size();
        ProductionWriter writer =
                ProductionWriter.open(config.production(), "trifecta deduplicator writer", lines, clock);
        @Nullable ProductionReader reader = null;
        try {
            reader = ProductionReader.open(config.production(), "trifecta deduplicator reader");
            Session session = new Session(config, clock, ticks, lasting, writer, reader, failed);
            session.taps.forEach(LineTap::start);
            lasting.progress().session(session.taps, session.underWay);
            return session;
        } catch (StoreException | RuntimeException e) {
            if (reader != null) {
                reader.close();
            }
            writer.close();
            throw e;
        }
    }

    /**
     * Merges whatever the lines have ready, and begins to commit it as soon as production has what came before.
     *
     * @return false when production moved without this session, which has to be given up
     * @throws StoreException when production cannot be reached
     */
    boolean step() throws StoreException, InterruptedException {
        boolean _ = arrived.tryAcquire(WAKE.toNanos(), TimeUnit.NANOSECONDS);
        arrived.drainPermits();
        if (!settled(commits.settle(false))) {
            return false;
        }
        if (take()) {
            arrived.release();
        }
        takeBackfilled();
        ProductionBatch batch = merge.finish(ticks.getAsLong() / 1000);
        if (batch.isEmpty()) {
            return true;
        }
        Reached reached = Reached.of(merge, markets, config.lines().size());
        if (!settled(commits.settle(true))) {
            return false;
        }
        commits.begin(batch);
        written.addAll(taken);
        taken.clear();
        underWay = reached;
        return true;
    }

    private void takeBackfilled() {
        BackfillInbox.Page page = taken.isEmpty() ? lasting.inbox().poll() : null;
        if (page != null) {
            merge.backfilled(page);
            taken.add(page);
        }
    }

    /** Whether all that the lines had when they were last asked was taken. */
    boolean isCaughtUp() {
        return taps.stream().allMatch(LineTap::isCaughtUp);
    }

    /** Whether production is being written; what comes of it the next steps learn. */
    boolean isWriting() {
        return commits.isUnderWay();
    }

    /** Takes rows of all lines up to a bound; true when there may be more. */
    private boolean take() {
        int rows = 0;
        boolean more = true;
        while (more && rows < config.rowsPerCommit()) {
            more = false;
            for (LineTap tap : taps) {
                LineBatch taken = tap.poll();
                if (taken != null) {
                    merge.accept(tap.line() - 1, taken, ticks.getAsLong() / 1000);
                    rows += HeldBatches.eventsOf(taken).size();
                    more = true;
                }
            }
        }
        return more;
    }

    private boolean settled(Commits.@Nullable Outcome outcome) {
        if (outcome == null) {
            return true;
        }
        return switch (outcome.result()) {
            case CommitResult.Committed committed -> {
                committed
                        .setAside()
                        .forEach(row -> LOG.error(
                                "line {} at {}: set aside, {}: {}",
                                row.line(),
                                row.position(),
                                row.reason(),
                                row.content()));
                lasting.progress().committed(outcome.batch(), committed, outcome.beginMicros(), outcome.endMicros());
                lasting.progress().reached(underWay);
                written.forEach(page -> page.isStored().complete(true));
                written.clear();
                lasting.committed().accept(outcome.batch());
                yield true;
            }
            case CommitResult.Fenced fenced -> {
                LOG.warn("production moved without this process, loading anew: {}", fenced.facts());
                yield false;
            }
        };
    }

    @Override
    public void close() {
        for (LineTap tap : taps) {
            tap.close();
        }
        commits.close();
        written.forEach(page -> page.isStored().complete(false));
        taken.forEach(page -> page.isStored().complete(false));
        reader.close();
    }
}
