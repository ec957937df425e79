package trifecta.console.breaking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import trifecta.console.look.Answer;
import trifecta.service.process.MarkedProcesses;
import trifecta.service.status.Json;
import trifecta.service.status.Status;

@Timeout(60)
class BreakApiTest {
    private static final Sender PAGE = new Sender("localhost:8080", "http://localhost:8080", "yes");
    private static final List<String> NAMES =
            List.of("gatherer-1", "gatherer-2", "gatherer-3", "deduplicator-1", "deduplicator-2");

    @TempDir
    private Path marks = Path.of("");

    /** Moved by hand: what a breakage takes is known to the tenth. */
    private final AtomicLong ticks = new AtomicLong();

    /** Whether the standby merges. */
    private final AtomicBoolean takenOver = new AtomicBoolean();

    private final List<String> leftOut = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway.Init")
    private Sleepers sleepers;

    @SuppressWarnings("NullAway.Init")
    private Breaker breaker;

    @SuppressWarnings("NullAway.Init")
    private BreakApi api;

    @BeforeEach
    void start() {
        sleepers = new Sleepers(marks, NAMES);
        breaker = breaker(NAMES);
        api = new BreakApi(Optional.of(breaker), InstantSource.system());
    }

    @AfterEach
    void end() {
        breaker.close();
        sleepers.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void whereNothingCanBeBrokenThatIsToldAndEveryRequestRefused() throws Exception {
        BreakApi none = new BreakApi(Optional.empty(), InstantSource.system());
        assertThat(none.tell()).isEqualTo(new Answer(200, "{\"possible\":false}\n"));
        assertThat(none.begin("what=GATHERER&line=2", PAGE).code()).isEqualTo(403);
    }

    @Test
    void whatCanBeBrokenIsToldWithItsTimes() throws Exception {
        Status told = told();
        assertThat(told.list("breakages").stream().map(each -> each.text("what")))
                .containsExactly(
                        "GATHERER",
                        "GATHERERS",
                        "LINE_DATABASE",
                        "DEDUPLICATOR",
                        "PAUSED_DEDUPLICATOR",
                        "DEDUPLICATORS",
                        "PRODUCTION");
        assertThat(told.list("breakages").getFirst().fields())
                .containsEntry("words", "one gatherer killed")
                .containsEntry("targetSeconds", 15L)
                .containsEntry("promisedSeconds", 300L)
                .containsEntry("needsLine", true);
        assertThat(told.has("present")).isFalse();
        assertThat(told.list("last")).isEmpty();
    }

    @Test
    void aRequestThatIsNotMeantIsRefused() throws Exception {
        String host = "localhost:8080";
        for (Sender sender : List.of(
                new Sender(host, null, null),
                new Sender(host, null, "no"),
                new Sender(host, "http://localhost:8080", null),
                new Sender(host, "http://evil.example", "yes"),
                new Sender(host, "http://localhost:3000", "yes"),
                new Sender(host, "http://127.0.0.1:8080", "yes"),
                new Sender(host, "https://localhost:8080", "yes"),
                new Sender(host, "null", "yes"),
                new Sender(host, "", "yes"))) {
            assertThat(api.begin("what=GATHERER&line=2", sender).code())
                    .as(sender.toString())
                    .isEqualTo(403);
        }
        assertThat(told().has("present")).isFalse();
        assertThat(NAMES).allMatch(sleepers::runs);
        assertThat(api.begin("what=GATHERER&line=2", new Sender(host, null, "yes"))
                        .code())
                .isEqualTo(202);
    }

    @Test
    void aQuestionThatNamesNothingToBreakIsSaid() throws Exception {
        for (@Nullable String query : new @Nullable String[] {
            null,
            "what=gatherer&line=2",
            "what=EVERYTHING",
            "what=GATHERER",
            "what=GATHERER&line=0",
            "what=GATHERER&line=4",
            "what=GATHERER&line=all",
            "what=GATHERER&line=1&line=2",
            "what=GATHERERS&line=2",
            "what=PRODUCTION&force=yes"
        }) {
            assertThat(api.begin(query, PAGE).code()).as(query).isEqualTo(400);
        }
        assertThat(NAMES).allMatch(sleepers::runs);
    }

    @Test
    void aDeduplicatorWithoutStandbyIsNotPaused() throws Exception {
        try (Breaker alone = breaker(NAMES.subList(0, 4))) {
            BreakApi one = new BreakApi(Optional.of(alone), InstantSource.system());
            assertThat(one.begin("what=PAUSED_DEDUPLICATOR", PAGE).code()).isEqualTo(400);
            assertThat(one.tell().body())
                    .doesNotContain("PAUSED", "DEDUPLICATORS")
                    .contains("\"DEDUPLICATOR\"");
        }
    }

    @Test
    void aKilledGathererIsTimedUntilAllIsWholeAndNothingElseIsBrokenMeanwhile() throws Exception {
        Answer begun = api.begin("what=GATHERER&line=2", PAGE);
        assertThat(begun.code()).isEqualTo(202);
        assertThat(NAMES.stream().filter(name -> !sleepers.runs(name))).containsExactly("gatherer-2");
        ticks.addAndGet(Duration.ofMillis(5200).toNanos());
        assertThat(told().object("present").fields())
                .containsEntry("what", "GATHERER")
                .containsEntry("line", 2L)
                .containsEntry("broken", true)
                .containsEntry("seconds", 5.2);
        Answer second = api.begin("what=PRODUCTION", PAGE);
        assertThat(second).isEqualTo(Answer.error(409, "One at a time: one gatherer killed: line 2 is under way."));
        sleepers.start("gatherer-2");
        assertThat(result().fields())
                .containsEntry("words", "one gatherer killed: line 2")
                .containsEntry("healed", true)
                .containsEntry("seconds", 5.2);
        assertThat(api.begin("what=LINE_DATABASE&line=1", PAGE).body())
                .as("another one may begin, but no such process runs here")
                .contains("find the process postgres-gatherer-1: it does not run");
    }

    @Test
    void whatIsNotWholeWithinWhatIsPromisedIsSaid() throws Exception {
        assertThat(api.begin("what=GATHERERS", PAGE).code()).isEqualTo(202);
        ticks.addAndGet(Duration.ofMinutes(10).plusSeconds(1).toNanos());
        Status result = result();
        assertThat(result.fields()).containsEntry("healed", false);
        assertThat(result.has("seconds")).isFalse();
    }

    @Test
    void aProcessThatDoesNotRunIsSaidAndNothingIsUnderWay() throws Exception {
        Answer answer = api.begin("what=PRODUCTION", PAGE);
        assertThat(answer.code()).isEqualTo(409);
        assertThat(answer.body()).contains("find the process postgres-production: it does not run");
        assertThat(told().has("present")).isFalse();
        assertThat(told().list("last")).isEmpty();
    }

    @Test
    void whatIsNotWholeAlreadyIsNotBroken() throws Exception {
        new MarkedProcesses(marks).kill("gatherer-1");
        AtomicBoolean answered = new AtomicBoolean();
        Thread time = Thread.ofVirtual()
                .start(() -> until(() -> {
                    ticks.addAndGet(Duration.ofSeconds(11).toNanos()); // whenever it looked at them first
                    return answered.get();
                }));
        Answer answer = api.begin("what=GATHERER&line=2", PAGE);
        answered.set(true);
        time.join();
        assertThat(answer.code()).isEqualTo(409);
        assertThat(answer.body()).contains("it is not after 10 s");
        assertThat(sleepers.runs("gatherer-2")).isTrue();
    }

    @Test
    void aPausedDeduplicatorIsNotAskedAndGoesOnWhenAllIsWhole() throws Exception {
        assertThat(api.begin("what=PAUSED_DEDUPLICATOR", PAGE).code()).isEqualTo(202);
        until(() -> sleepers.standsStill("deduplicator-1"));
        until(() -> leftOut.contains("deduplicator-1"));
        int before = leftOut.size();
        takenOver.set(true);
        assertThat(result().fields()).containsEntry("healed", true);
        assertThat(leftOut.subList(before, leftOut.size())).containsOnly("deduplicator-1");
        until(() -> !sleepers.standsStill("deduplicator-1"));
    }

    @Test
    void aPausedDeduplicatorGoesOnWhenNothingTakesOverInTime() throws Exception {
        assertThat(api.begin("what=PAUSED_DEDUPLICATOR", PAGE).code()).isEqualTo(202);
        until(() -> sleepers.standsStill("deduplicator-1"));
        ticks.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(result().fields()).containsEntry("healed", false);
        until(() -> !sleepers.standsStill("deduplicator-1"));
    }

    @Test
    void aPausedDeduplicatorGoesOnWhenTheConsoleCloses() throws Exception {
        assertThat(api.begin("what=PAUSED_DEDUPLICATOR", PAGE).code()).isEqualTo(202);
        until(() -> sleepers.standsStill("deduplicator-1"));
        breaker.close();
        until(() -> !sleepers.standsStill("deduplicator-1"));
        assertThat(sleepers.runs("deduplicator-1")).isTrue();
        assertThat(api.begin("what=GATHERER&line=2", PAGE).code()).isEqualTo(409);
    }

    @Test
    void whatAKilledConsoleLeftStandingStillGoesOnWhenTheNextOneStarts() {
        new MarkedProcesses(marks).pause("deduplicator-2");
        until(() -> sleepers.standsStill("deduplicator-2"));
        breaker(NAMES).close();
        until(() -> !sleepers.standsStill("deduplicator-2"));
    }

    private Breaker breaker(List<String> names) {
        return Breaker.start(
                new MarkedProcesses(marks),
                this::statuses,
                Extent.of(names),
                InstantSource.system(),
                ticks::get,
                failures::add);
    }

    /** What the processes say that run: deduplicator-1 leads, the other one merges only when it has taken over. */
    private Map<String, Status> statuses(String without) {
        leftOut.add(without);
        Map<String, Status> statuses = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (sleepers.runs(name) && !name.equals(without)) {
                statuses.put(name, status(name));
            }
        }
        return statuses;
    }

    private Status status(String name) {
        if (name.startsWith("gatherer")) {
            return new Status(Map.of("state", "live", "boot", 1L, "journalN", 100L));
        }
        boolean merges = name.equals("deduplicator-1") || takenOver.get();
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int line = 1; merges && line <= 3; line++) {
            lines.add(Map.of("line", (long) line, "state", "live", "boot", 1L, "n", 100L));
        }
        return new Status(Map.of("term", name.equals("deduplicator-1") ? 2L : 1L, "lines", lines));
    }

    private Status told() throws IOException {
        return new Status(Json.readObject(api.tell().body()));
    }

    private Status toldUnchecked() {
        try {
            return told();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came of the last one, when it is over. */
    private Status result() {
        until(() -> !toldUnchecked().list("last").isEmpty());
        assertThat(toldUnchecked().has("present")).isFalse();
        return toldUnchecked().list("last").getFirst();
    }

    private static void until(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
