package trifecta.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.service.Backoff;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.process.Program.Signal;

class SupervisorTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50));

    @TempDir
    private Path folder = Path.of("");

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    private final Supervisor.Listener listener = new Supervisor.Listener() {
        @Override
        public void started(String name, long pid) {
            events.add(name + " started");
        }

        @Override
        public void died(String name, int exitCode, Duration restartIn) {
            events.add(name + " died with " + exitCode);
        }
    };

    private Supervisor supervisor() {
        return new Supervisor(folder.resolve("run"), QUICK, Clocks.ticks(), listener);
    }

    private Program shell(String name, String script) {
        return new Program(
                name, List.of("sh", "-c", script), Map.of("WORD", "hello"), folder.resolve("log/" + name), Signal.TERM);
    }

    private String next() throws InterruptedException {
        return String.valueOf(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void whatDiesIsStartedAgain() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(shell("a", "echo $WORD; exec sleep 1000"));
            assertThat(next()).isEqualTo("a started");
            long first = supervisor.pids().getOrDefault("a", 0L);
            supervisor.kill("a", true);
            assertThat(next()).isEqualTo("a died with 137");
            assertThat(next()).isEqualTo("a started");
            assertThat(supervisor.pids().get("a")).isNotNull().isNotEqualTo(first);
            await(() -> Files.readString(folder.resolve("log/a")).startsWith("hello\n"));
        }
        assertThat(folder.resolve("run/a.pid")).doesNotExist();
    }

    @Test
    void whatIsStoppedStaysDownUntilItIsStartedAgain() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            Program program = shell("a", "exec sleep 1000");
            supervisor.start(program);
            supervisor.stop("a");
            assertThat(supervisor.pids()).isEmpty();
            supervisor.start(program);
            assertThat(supervisor.pids()).containsOnlyKeys("a");
            supervisor.kill("a", false);
            assertThat(supervisor.pids()).isEmpty();
        }
        assertThat(events).containsExactly("a started", "a started");
    }

    @Test
    void aChildThatCannotStayUpIsTriedWithLongerWaits() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(shell("a", "exit 7"));
            for (int life = 0; life < 4; life++) {
                assertThat(next()).isEqualTo("a started");
                assertThat(next()).isEqualTo("a died with 7");
            }
            assertThat(supervisor.failures("a")).isGreaterThanOrEqualTo(4);
        }
        assertThat(QUICK.after(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(QUICK.after(2)).isEqualTo(Duration.ofMillis(20));
        assertThat(QUICK.after(60)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void leftoversOfAPredecessorAreEndedAndNobodyElseIs() throws Exception {
        Process left = new ProcessBuilder("sleep", "1000").start();
        Process foreign = new ProcessBuilder("sleep", "1000").start();
        Path marks = Files.createDirectories(folder.resolve("run"));
        ProcessMark.of(left.toHandle()).write(marks.resolve("left.pid"));
        new ProcessMark(foreign.pid(), 1).write(marks.resolve("foreign.pid")); // the number went to another process
        Files.writeString(marks.resolve("cut.pid"), "12");
        try {
            assertThat(Supervisor.endLeftovers(marks, Map.of())).containsExactly("left");
            assertThat(left.isAlive()).isFalse();
            assertThat(foreign.isAlive()).isTrue();
            assertThat(marks).isEmptyDirectory();
        } finally {
            left.destroyForcibly();
            foreign.destroyForcibly();
        }
    }

    @Test
    void aChildWhoseMarkCannotBeWrittenDoesNotLiveOn() throws Exception {
        Files.createDirectories(folder.resolve("run/a.pid")); // as on a full disk
        try (Supervisor supervisor = supervisor()) {
            assertThatThrownBy(() -> supervisor.start(shell("a", "exec sleep 1000.125")))
                    .isInstanceOf(OperatingException.class)
                    .hasMessageStartingWith("start a: ");
            await(() -> ProcessHandle.current()
                    .descendants()
                    .noneMatch(each -> each.info().commandLine().orElse("").contains("1000.125")));
            assertThat(supervisor.pids()).isEmpty();
        }
    }

    @Test
    void theGuardEndsChildrenWhoseParentDied() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try (Guard guard = Guard.start()) {
            guard.watch(List.of(child.pid()));
        }
        assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aChildCanStandStillAndGoOn() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(shell("a", "while true; do echo x; sleep 0.01; done"));
            supervisor.signal("a", Signal.STOP);
            Path state = Path.of("/proc/" + supervisor.pids().get("a") + "/stat");
            await(() -> Files.readString(state).contains(") T "));
            supervisor.signal("a", Signal.CONT);
            await(() -> !Files.readString(state).contains(") T "));
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
