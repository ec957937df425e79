package trifecta.benchmarks.feed;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import trifecta.feed.Feed;
import trifecta.journal.JournalEntry;

/** Decode, sequence, fold and hash on one core: one operation is one entry of the journal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
public class FeedBenchmark {
    private final List<JournalEntry> entries = RecordedEntries.load().entries;
    private Feed feed = new Feed();
    private int next;

    /** One entry becomes one row. */
    @Benchmark
    public void acceptEntry(Blackhole rows) {
        if (next == entries.size()) {
            next = 0;
            feed = new Feed();
        }
        rows.consume(feed.accept(entries.get(next++)));
    }
}
