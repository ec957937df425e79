package trifecta.gatherer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.gatherer.RetentionRule.Verdict;
import trifecta.journal.JournalException;
import trifecta.market.Position;
import trifecta.service.Clocks;
import trifecta.service.Quantities;
import trifecta.store.DatabaseAddress;
import trifecta.store.Incarnation;
import trifecta.store.StoreException;
import trifecta.store.local.EventChunks;
import trifecta.store.local.EventChunks.Chunk;
import trifecta.store.local.EventChunks.Extent;
import trifecta.store.local.EventChunks.Row;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;
import trifecta.store.production.CursorReader;
import trifecta.store.production.CursorReader.Confirmed;
import trifecta.store.production.TimeWindow;

/**
 * Lets go of rows and journal segments that production has and that are older than the window, oldest first. Whatever is not known for
 * certain keeps everything. One thread works, any may read the description. See {@code docs/decisions/0010-retention.md}.
 */
final class Retention implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /**
     * How long things are kept.
     *
     * @param window age up to which nothing goes
     * @param interval between two looks
     */
    record Settings(Duration window, Duration interval) {}

    /** The journal as far as it is let go of. */
    interface Segments {
        /**
         * Removes segments, as far as a next start does not need them.
         *
         * @param upTo every entry up to here may go
         * @param stored the last row in the database
         * @return bytes freed
         * @throws JournalException when a file cannot be removed
         */
        long letGo(Position upTo, Position stored);
    }

    /**
     * What was let go since the start, and where things stand.
     *
     * @param keeps why it keeps what may be older than the window; empty where nothing is in the way
     * @param at of the last look; null before the first
     */
    private record State(
            @Nullable Row oldest,
            long rows,
            long chunks,
            long journalBytes,
            String keeps,
            @Nullable Instant at) {}

    /** A chunk whose rows were all looked at: when one stamp keeps it, they are not read again every time. */
    private record Seen(Chunk chunk, Row last, Extent extent) {}

    private final int line;
    private final String name;
    private final DatabaseAddress database;
    private final Optional<DatabaseAddress> production;
    private final Settings settings;
    private final Segments segments;
    private final InstantSource clock;
    private volatile State state = new State(null, 0, 0, 0, "", null);
    private @Nullable Seen seen;
    private String said = "";

    /**
     * @param name application name of its connections
     */
    Retention(
            int line,
            String name,
            DatabaseAddress database,
            Optional<DatabaseAddress> production,
            Settings settings,
            Segments segments,
            InstantSource clock) {
        this.line = line;
        this.name = name;
        this.database = database;
        this.production = production;
        this.settings = settings;
        this.segments = segments;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (true) {
                pass();
                Thread.sleep(settings.interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once, and lets go of what may go. */
    void pass() {
        String keeps;
        try (EventChunks chunks = EventChunks.open(database, name)) {
            chunks.finish();
            keeps = letGo(chunks);
            State before = state;
            Row lowest = chunks.lowest().orElse(null);
            state = new State(lowest, before.rows, before.chunks, before.journalBytes, keeps, clock.instant());
        } catch (StoreException | JournalException e) {
            keeps = String.valueOf(e.getMessage());
            State before = state;
            state = new State(before.oldest, before.rows, before.chunks, before.journalBytes, keeps, clock.instant());
        }
        say(keeps);
    }

    /** @return why not more goes, empty when the rest is young */
    private String letGo(EventChunks chunks) throws StoreException {
        if (production.isEmpty()) {
            return "no production is configured, so nobody is known to have its rows (gatherer.production-url)";
        }
        Optional<Row> highest = chunks.highest();
        if (highest.isEmpty()) {
            return "";
        }
        Confirmed confirmed;
        try (CursorReader cursors = new CursorReader(production.get(), name)) {
            confirmed = cursors.read(line);
        } catch (StoreException e) {
            return "production does not tell how far it is: " + e.getMessage();
        }
        String strange = strange(confirmed);
        if (!strange.isEmpty()) {
            return strange;
        }
        return letGo(
                chunks,
                new RetentionRule(
                        highest.get().position(),
                        confirmed.cursor().position(),
                        clock.instant(),
                        confirmed.at(),
                        settings.window));
    }

    /** Why production's cursor is not one of this line as it stands here; empty when it is. */
    private String strange(Confirmed confirmed) throws StoreException {
        if (confirmed.cursor().incarnation().equals(Incarnation.NONE)
                || confirmed.cursor().position().equals(Position.START)) {
            return "production has taken nothing of this line yet";
        }
        try (LineReader reader = LineReader.open(database, name)) {
            return switch (reader.read(confirmed.cursor(), 1)) {
                case LineBatch.Rows rows -> "";
                case LineBatch.Torn torn -> "rows are missing behind what production took: " + torn.facts();
                case LineBatch.Estranged other ->
                    "production's cursor is not of this database as it is now: " + other.facts();
            };
        }
    }

    private String letGo(EventChunks chunks, RetentionRule rule) throws StoreException {
        for (Chunk chunk : chunks.list()) {
            if (rule.isNewest(chunk)) {
                Optional<Row> oldest = chunks.lowest();
                return oldest.isPresent() && rule.isOver(oldest.get().receivedMicros())
                        ? "the newest chunk of rows goes as a whole, when the next one has begun"
                        : "";
            }
            Optional<Row> last = chunks.last(chunk);
            if (last.isPresent()) {
                Verdict verdict = rule.judge(
                        chunk,
                        last.get(),
                        () -> extent(chunks, chunk, last.get(), rule).newestMicros());
                switch (verdict) {
                    case Verdict.Goes goes -> {}
                    case Verdict.Young young -> {
                        return "";
                    }
                    case Verdict.Stays stays -> {
                        return stays.why();
                    }
                }
            }
            long rows =
                    last.isPresent() ? extent(chunks, chunk, last.get(), rule).rows() : 0;
            // The journal first: rows tell how old it is, so nothing is left that nobody can judge any more.
            long bytes = last.isPresent() ? segments.letGo(last.get().position(), rule.stored()) : 0;
            note(0, 0, bytes);
            if (!chunks.letGo(chunk)) {
                return chunk + " is being read, which has to end first";
            }
            note(rows, 1, 0);
            log.info(
                    "let go of {} with {} rows and {} bytes of the journal: production has them, and they are older than {}",
                    chunk,
                    rows,
                    bytes,
                    Quantities.text(settings.window));
        }
        return "";
    }

    private Extent extent(EventChunks chunks, Chunk chunk, Row last, RetentionRule rule) throws StoreException {
        Seen known = seen;
        if (known != null && known.chunk.equals(chunk) && known.last.equals(last)) {
            return known.extent;
        }
        long latest = TimeWindow.sane(rule.later()).latestMicros();
        Extent extent = chunks.extent(chunk, last.position(), latest);
        seen = new Seen(chunk, last, extent);
        return extent;
    }

    private void note(long rows, long chunks, long journalBytes) {
        State before = state;
        state = new State(
                before.oldest,
                before.rows + rows,
                before.chunks + chunks,
                before.journalBytes + journalBytes,
                before.keeps,
                before.at);
    }

    /** Once for each reason, not for each time. */
    private void say(String keeps) {
        String kind = keeps.replaceAll("\\d+", "");
        if (!kind.equals(said)) {
            said = kind;
            if (!keeps.isEmpty()) {
                log.warn("old rows and journal segments are kept: {}", keeps);
            }
        }
    }

    void describe(Map<String, Object> into) {
        State now = state;
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("window", Quantities.text(settings.window));
        if (now.oldest != null) {
            described.put("oldestPosition", now.oldest.position().toString());
            described.put(
                    "oldestReceivedAt",
                    Instant.EPOCH
                            .plus(now.oldest.receivedMicros(), ChronoUnit.MICROS)
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString());
            described.put(
                    "oldestOverWindow",
                    now.oldest.receivedMicros() < Clocks.micros(clock.instant().minus(settings.window)));
        }
        described.put("rowsLetGo", now.rows);
        described.put("chunksLetGo", now.chunks);
        described.put("journalBytesLetGo", now.journalBytes);
        described.put("keeps", now.keeps);
        if (now.at != null) {
            described.put("lookedAt", now.at.truncatedTo(ChronoUnit.MILLIS).toString());
        }
        into.put("retention", described);
    }
}
