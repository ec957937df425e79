package trifecta.gatherer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import trifecta.journal.Journal;
import trifecta.journal.JournalCounter;
import trifecta.service.ServiceContext;
import trifecta.service.status.Rate;

/** What {@code GET /status} tells of a gatherer. */
final class GathererStatus {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(5);

    /** New markets open all the time: nothing is wrong while the subscriptions to them take no longer than this. */
    private static final Duration SUBSCRIBING_AT_MOST = Duration.ofSeconds(10);

    private final GathererConfig config;
    private final ServiceContext context;
    private final Journal journal;
    private final EventStore store;
    private final FeedProgress progress;
    private final Line line;
    private final ExchangeHours hours;
    private final Retention retention;
    private final DiskWatch disk;
    private final Instant startedAt;
    private final Rate rate;
    private boolean everLive;
    private long liveAtNanos;
    private long breaksWhenLive;

    GathererStatus(
            GathererConfig config,
            ServiceContext context,
            Journal journal,
            EventStore store,
            FeedProgress progress,
            Line line,
            ExchangeHours hours,
            Retention retention,
            DiskWatch disk) {
        this.config = config;
        this.context = context;
        this.journal = journal;
        this.store = store;
        this.progress = progress;
        this.line = line;
        this.hours = hours;
        this.retention = retention;
        this.disk = disk;
        this.startedAt = context.clock().instant();
        this.rate = new Rate(progress::frames, context.ticks(), RATE_WINDOW);
    }

    private static final class Totals {
        int open;
        int subscriptions;
        boolean allLive = true;
    }

    Map<String, Object> describe() {
        Totals totals = totals();
        BookLinks books = line.books();
        long entries = journal.counter(JournalCounter.ENTRIES);
        long bytes = journal.counter(JournalCounter.COMPRESSED_BYTES);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("component", "gatherer");
        status.put("line", config.line());
        status.put("state", state(totals));
        status.put("startedAt", iso(startedAt));
        status.put("now", iso(context.clock().instant()));
        status.put("source", config.websocket().toString());
        status.put("messages", progress.frames());
        status.put("messagesPerSecond", rate.perSecond());
        status.put("markets", books.wanted());
        status.put("marketsLive", progress.marketsInSpan());
        status.put("marketsUnplaced", books.unplaced());
        status.put("connections", totals.open);
        status.put("subscriptions", totals.subscriptions);
        status.put("exchange", hours.isClosed() ? "closed" : "open");
        status.put("refused", line.refusal());
        status.put("boot", journal.boot());
        status.put("journalN", journal.last().n());
        status.put("durableN", journal.durable().n());
        status.put("journalBytes", bytes);
        status.put("journalBytesPerFrame", entries == 0 ? 0.0 : (double) bytes / entries);
        status.put("lateSyncs", journal.counter(JournalCounter.LATE_SYNCS));
        progress.describe(status, micros -> iso(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
        Runtime runtime = Runtime.getRuntime();
        status.put("heapBytes", runtime.totalMemory() - runtime.freeMemory());
        status.put("database", store.isUp() ? "up" : "down");
        disk.describe(status);
        retention.describe(status);
        return status;
    }

    private Totals totals() {
        Totals totals = new Totals();
        for (ExchangeLink link : line.links()) {
            totals.open += link.state() == ExchangeLink.State.OPEN ? 1 : 0;
            link.withSubscriptions(subscriptions -> {
                for (SubscriptionControl subscription : subscriptions) {
                    totals.subscriptions += subscription.state() == SubscriptionControl.State.LIVE ? 1 : 0;
                    totals.allLive &= !subscription.isWanted() || subscription.isLive();
                }
            });
        }
        return totals;
    }

    private synchronized String state(Totals totals) {
        boolean connected = totals.open > 0 && store.isUp();
        boolean live = connected
                && totals.allLive
                && line.books().unplaced() == 0
                && (!line.capturesBooks() || line.books().wanted() > 0);
        long nowNanos = context.ticks().getAsLong();
        if (live) {
            everLive = true;
            liveAtNanos = nowNanos;
            breaksWhenLive = progress.breaks();
            return "live";
        }
        boolean subscribing = connected
                && progress.breaks() == breaksWhenLive
                && nowNanos - liveAtNanos < SUBSCRIBING_AT_MOST.toNanos();
        return !everLive ? "starting" : subscribing ? "live" : "degraded";
    }

    private static String iso(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
