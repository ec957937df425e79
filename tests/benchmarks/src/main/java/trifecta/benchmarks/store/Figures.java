package trifecta.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import trifecta.testkit.TestPostgres;

/** Rows by the clock and by the processors' time, over some rounds. */
final class Figures {
    private final ProcessHandle postmaster;
    private final List<Double> byClock = new ArrayList<>();
    private final List<Double> byProcessors = new ArrayList<>();
    private long beginNanos;
    private Duration beginBusy = Duration.ZERO;

    Figures(TestPostgres server) {
        postmaster = ProcessHandle.of(server.pid()).orElseThrow();
    }

    void begin() {
        beginBusy = busy();
        beginNanos = System.nanoTime();
    }

    void end(long rows) {
        byClock.add(rows * 1e9 / (System.nanoTime() - beginNanos));
        byProcessors.add(rows * 1e9 / Math.max(1, busy().minus(beginBusy).toNanos()));
    }

    void print(String what, int batch) {
        Collections.sort(byClock);
        Collections.sort(byProcessors);
        double median = byClock.get(byClock.size() / 2);
        double best = byClock.getLast();
        System.out.printf(
                "%-50s %,9.0f rows/s, best %,9.0f; %7.2f ms a batch, best %7.2f; %,9.0f rows a processor second%n",
                what,
                median,
                best,
                batch * 1000 / median,
                batch * 1000 / best,
                byProcessors.get(byProcessors.size() / 2));
    }

    /** What this process and all processes of the server have spent. */
    private Duration busy() {
        return Stream.concat(Stream.of(ProcessHandle.current(), postmaster), postmaster.children())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
