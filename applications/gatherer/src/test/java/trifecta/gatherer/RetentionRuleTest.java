package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.gatherer.RetentionRule.Verdict;
import trifecta.market.Position;
import trifecta.service.Clocks;
import trifecta.store.StoreException;
import trifecta.store.local.EventChunks.Chunk;
import trifecta.store.local.EventChunks.Row;

/** What may go, by facts alone. */
class RetentionRuleTest {
    private static final Instant NOW = Instant.parse("2026-08-20T12:00:00Z");
    private static final Duration WINDOW = Duration.ofDays(8);
    private static final Chunk CHUNK = new Chunk(3, 0);
    private static final Position LAST = new Position(3, 4_999_999);
    private static final Position STORED = new Position(3, 9_000_000);
    private static final Position BEYOND = new Position(3, 5_000_000);

    private static RetentionRule rule(Position confirmed, Instant here, Instant there) {
        return new RetentionRule(STORED, confirmed, here, there, WINDOW);
    }

    private static Row lastRow(Duration age) {
        return new Row(LAST, Clocks.micros(NOW.minus(age)));
    }

    private static Verdict judge(RetentionRule rule, Duration age) throws StoreException {
        Row last = lastRow(age);
        return rule.judge(CHUNK, last, last::receivedMicros);
    }

    private static Duration days(double days) {
        return Duration.ofSeconds(Math.round(days * 86_400));
    }

    @Test
    void whatIsTakenAndOlderThanTheWindowGoes() throws StoreException {
        assertThat(judge(rule(BEYOND, NOW, NOW), days(8.01))).isEqualTo(new Verdict.Goes());
    }

    @Test
    void whatIsWithinTheWindowStaysWithoutAWord() throws StoreException {
        assertThat(judge(rule(BEYOND, NOW, NOW), days(7.99))).isEqualTo(new Verdict.Young());
        assertThat(judge(rule(LAST, NOW, NOW), days(7.99))).isEqualTo(new Verdict.Young());
    }

    @Test
    void theLastRowTakenStaysSinceAReaderComparesIt() throws StoreException {
        assertThat(judge(rule(LAST, NOW, NOW), days(9)))
                .isEqualTo(new Verdict.Stays("production took the line up to 3:4999999, not past 3:4999999"));
    }

    @Test
    void whatProductionLacksStaysHoweverOldItIs() throws StoreException {
        assertThat(judge(rule(new Position(2, 10_000_000), NOW, NOW), days(900)))
                .isInstanceOf(Verdict.Stays.class);
    }

    @Test
    void aCursorBeyondTheLineIsOfAnotherLine() throws StoreException {
        assertThat(judge(rule(new Position(4, 1), NOW, NOW), days(9)))
                .isEqualTo(new Verdict.Stays("production took 4:1 and this line ends at 3:9000000"));
    }

    @Test
    void theClockByWhichLessTimeHasPassedCounts() throws StoreException {
        Instant yearAhead = NOW.plus(days(365));
        assertThat(judge(rule(BEYOND, yearAhead, NOW), days(1))).isEqualTo(new Verdict.Young());
        assertThat(judge(rule(BEYOND, NOW, yearAhead), days(1))).isEqualTo(new Verdict.Young());
        assertThat(judge(rule(BEYOND, yearAhead, NOW), days(9))).isEqualTo(new Verdict.Goes());
    }

    @Test
    void aStampOfEitherClockKeepsTheWholeChunk() throws StoreException {
        Row received1970 = new Row(LAST, 0);
        long exchange = Clocks.micros(NOW.minus(days(1)));
        assertThat(rule(BEYOND, NOW, NOW).judge(CHUNK, received1970, () -> exchange))
                .isEqualTo(new Verdict.Stays("events_b3_c0 holds a row stamped 2026-08-19T12:00:00Z"));
    }

    @Test
    void stampsThatDifferByMomentsAreNoReasonToSpeak() throws StoreException {
        Row last = lastRow(WINDOW.plusSeconds(1));
        assertThat(rule(BEYOND, NOW, NOW).judge(CHUNK, last, () -> last.receivedMicros() + 2_000_000))
                .isEqualTo(new Verdict.Young());
    }

    @Test
    void rowsAreLookedAtOnlyWhereTheyDecide() throws StoreException {
        List<String> looked = new ArrayList<>();
        RetentionRule.Newest newest = () -> {
            looked.add("looked");
            return 0;
        };
        rule(BEYOND, NOW, NOW).judge(CHUNK, lastRow(days(1)), newest);
        rule(LAST, NOW, NOW).judge(CHUNK, lastRow(days(9)), newest);
        assertThat(looked).isEmpty();
        rule(BEYOND, NOW, NOW).judge(CHUNK, lastRow(days(9)), newest);
        assertThat(looked).hasSize(1);
    }

    @Test
    void theNewestChunkIsTheOneOfTheLastRow() {
        RetentionRule rule = rule(BEYOND, NOW, NOW);
        assertThat(rule.isNewest(new Chunk(3, 0))).isFalse();
        assertThat(rule.isNewest(new Chunk(2, 99))).isFalse();
        assertThat(rule.isNewest(new Chunk(3, 1))).isTrue();
        assertThat(rule.isNewest(new Chunk(3, 2))).as("made ahead").isTrue();
    }
}
