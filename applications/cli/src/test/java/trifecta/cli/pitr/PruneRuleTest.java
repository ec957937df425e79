package trifecta.cli.pitr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PruneRuleTest {
    private static final Instant NOW = Instant.parse("2026-12-31T12:00:00Z");

    private static Instant daysAgo(long days) {
        return NOW.minus(Duration.ofDays(days));
    }

    /** One a day, each ten segments behind the one before; the oldest has number 0. */
    private static List<Backup.Whole> daily(int days, boolean verified) {
        return IntStream.range(0, days)
                .mapToObj(day -> Made.backup(
                        "day-" + (days - 1 - day), Keep.DAILY, daysAgo(days - 1 - day), 10L * day, verified))
                .toList();
    }

    private static List<String> gone(List<Backup.Whole> backups) {
        return new PruneRule(backups, NOW).goes().stream().map(Backup.Whole::id).toList();
    }

    @Test
    void dailyOnesGoBehindTheOneFromWhichTheLastSevenDaysAreRecovered() {
        assertThat(gone(daily(10, true))).containsExactly("day-9", "day-8");
    }

    @Test
    void manualOnesStayThirtyDays() {
        List<Backup.Whole> backups = List.of(
                Made.backup("old", Keep.MANUAL, daysAgo(31), 0, true),
                Made.backup("young", Keep.MANUAL, daysAgo(29), 10, true),
                Made.backup("week", Keep.DAILY, daysAgo(8), 20, true),
                Made.backup("today", Keep.DAILY, daysAgo(0), 30, true));
        assertThat(gone(backups)).containsExactly("old");
    }

    @Test
    void theNewestVerifiedOneNeverGoesHoweverOldItIs() {
        List<Backup.Whole> backups = List.of(
                Made.backup("older", Keep.DAILY, daysAgo(400), 0, true),
                Made.backup("verified", Keep.DAILY, daysAgo(300), 10, true),
                Made.backup("not", Keep.DAILY, daysAgo(200), 20, false),
                Made.backup("neither", Keep.DAILY, daysAgo(0), 30, false));
        assertThat(gone(backups)).containsExactly("older", "not");
    }

    @Test
    void nothingGoesWhereNothingWasVerified() {
        assertThat(gone(daily(40, false))).isEmpty();
    }

    @Test
    void aBackupFromTheFutureIsYoung() {
        List<Backup.Whole> backups = List.of(
                Made.backup("today", Keep.DAILY, daysAgo(0), 0, true),
                Made.backup("future", Keep.DAILY, NOW.plus(Duration.ofDays(900)), 10, true));
        assertThat(gone(backups)).isEmpty();
    }

    @Test
    void logStaysFromTheWindowOnAndWhereAKeptBackupNeedsIt() {
        List<Backup.Whole> backups = List.of(
                Made.backup("manual", Keep.MANUAL, daysAgo(20), 100, true),
                Made.backup("anchor", Keep.DAILY, daysAgo(7), 200, true),
                Made.backup("today", Keep.DAILY, daysAgo(0), 300, true));
        PruneRule rule = new PruneRule(backups, NOW);
        assertThat(rule.useless(Made.segment(99))).isTrue();
        assertThat(rule.useless(Made.segment(100))).isFalse();
        assertThat(rule.useless(Made.segment(101))).isFalse();
        assertThat(rule.useless(Made.segment(102))).isTrue();
        assertThat(rule.useless(Made.segment(199))).isTrue();
        assertThat(rule.useless(Made.segment(200))).isFalse();
        assertThat(rule.useless(Made.segment(250))).isFalse();
        assertThat(rule.useless(Made.segment(900))).isFalse();
    }

    @Test
    void logStaysWhereThereIsNoBackup() {
        assertThat(new PruneRule(List.of(), NOW).useless(Made.segment(1))).isFalse();
    }
}
