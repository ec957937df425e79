package trifecta.deduplicator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import trifecta.market.Position;
import trifecta.market.arbitration.Statistics;
import trifecta.service.Clocks;
import trifecta.service.status.Rate;
import trifecta.store.production.CommitResult;
import trifecta.store.production.ProductionBatch;

/** What the deduplicator tells about itself. Written by the merging thread, read by the status page. */
final class Progress {
    /** A line whose last row taken is older than this lags; heartbeats come every second. */
    private static final long LAGGING_MILLIS = 5_000;

    private final InstantSource clock;
    private final Instant startedAt;
    private final int lines;
    private final MergeCounts counts = new MergeCounts();
    private final Statistics statistics = new Statistics();
    private final LatencyWindow latency = new LatencyWindow();
    private final Rate rate;
    private final AtomicLongArray rows;
    private final AtomicLongArray lastReceivedMicros;
    private final AtomicReferenceArray<Position> positions;
    private final AtomicLong batch = new AtomicLong();
    private final AtomicLong commitMicros = new AtomicLong();
    private final AtomicLong markets = new AtomicLong();
    private final AtomicLong rowsInMemory = new AtomicLong();
    private final AtomicLong timesRefused = new AtomicLong();
    private final AtomicLong quarantined = new AtomicLong();
    private volatile List<LineTap> taps = List.of();
    private volatile String productionTrouble = "not opened yet";

    Progress(int lines, InstantSource clock, LongSupplier ticks) {
        this.lines = lines;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.rate = new Rate(counts::merged, ticks, java.time.Duration.ofSeconds(5));
        this.rows = new AtomicLongArray(lines);
        this.lastReceivedMicros = new AtomicLongArray(lines);
        this.positions = new AtomicReferenceArray<>(
                Collections.nCopies(lines, Position.START).toArray(Position[]::new));
    }

    MergeCounts counts() {
        return counts;
    }

    Statistics statistics() {
        return statistics;
    }

    /** A session begins where production is. */
    void session(List<LineTap> opened, Reached begin) {
        for (int line = 0; line < lines; line++) {
            positions.set(line, begin.positions().get(line));
        }
        taps = List.copyOf(opened);
        productionTrouble = "";
    }

    void productionLost(String trouble) {
        productionTrouble = trouble;
    }

    /** Notes how far production is. */
    void reached(Reached reached) {
        for (int line = 0; line < lines; line++) {
            Position before = positions.get(line);
            Position now = reached.positions().get(line);
            if (!now.equals(before)) {
                rows.addAndGet(line, now.boot() == before.boot() ? now.n() - before.n() : now.n());
                positions.set(line, now);
                lastReceivedMicros.set(line, reached.receivedMicros().get(line));
            }
        }
        markets.set(reached.markets());
        rowsInMemory.set(reached.rowsInMemory());
        timesRefused.set(reached.timesRefused());
        counts.openGaps(reached.openGaps());
    }

    void committed(ProductionBatch written, CommitResult.Committed result, long beginMicros, long endMicros) {
        batch.set(result.batch());
        commitMicros.set(endMicros - beginMicros);
        quarantined.addAndGet(written.quarantined().size() + result.setAside().size());
        counts.mergedElsewhere(result.tradesInserted() + written.lifecycle().size());
        written.bookRows().forEach(row -> latency.record(row.receivedAtMicros(), endMicros));
    }

    Map<String, Object> status() {
        Instant now = clock.instant();
        long nowMicros = Clocks.micros(now);
        List<Map<String, Object>> each = new ArrayList<>();
        boolean whole = productionTrouble.isEmpty();
        for (int line = 0; line < lines; line++) {
            Map<String, Object> one = line(line, nowMicros);
            whole &= "live".equals(one.get("state"));
            each.add(one);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("component", "deduplicator");
        status.put("state", batch.get() == 0 ? "starting" : whole ? "live" : "degraded");
        status.put("startedAt", startedAt.toString());
        status.put("now", now.toString());
        status.put("merged", counts.merged());
        status.put("mergedPerSecond", rate.perSecond());
        status.put("batch", batch.get());
        status.put("latencyMillis", latency.summary(nowMicros));
        status.put("lines", each);
        status.put("markets", markets.get());
        status.put("rowsInMemory", rowsInMemory.get());
        status.put("runs", counts.runs());
        status.put("stitched", counts.stitched());
        status.put("voided", counts.voided());
        status.put("forks", counts.forks());
        status.put("strayed", counts.strayedRows());
        status.put("quarantined", quarantined.get());
        status.put("timesRefused", timesRefused.get());
        status.put("openGaps", counts.openGaps());
        status.put("disputed", counts.disputed());
        status.put("booksAgreed", counts.booksAgreed());
        status.put("booksDisagreed", counts.booksDisagreed());
        status.put("production", productionTrouble.isEmpty() ? "up" : "down");
        status.put("productionTrouble", productionTrouble);
        status.put("lastCommitMillis", commitMicros.get() / 1000);
        status.put("arbitration", statistics.toString());
        return status;
    }

    private Map<String, Object> line(int line, long nowMicros) {
        Map<String, Object> one = new LinkedHashMap<>();
        Position position = positions.get(line);
        boolean heard = lastReceivedMicros.get(line) != 0;
        long lagMillis = !heard ? -1 : Math.max(0, (nowMicros - lastReceivedMicros.get(line)) / 1000);
        List<LineTap> current = taps;
        LineTap.State tap = line < current.size() ? current.get(line).state() : LineTap.State.CONNECTING;
        one.put("line", line + 1);
        one.put(
                "state",
                switch (tap) {
                    case UNREACHABLE -> "unreachable";
                    case CONNECTING -> "starting";
                    case LIVE -> !heard ? "starting" : lagMillis > LAGGING_MILLIS ? "lagging" : "live";
                });
        one.put("boot", position.boot());
        one.put("n", position.n());
        one.put("lagMillis", lagMillis);
        one.put("rows", rows.get(line));
        one.put("trouble", line < current.size() ? current.get(line).trouble() : "");
        return one;
    }
}
