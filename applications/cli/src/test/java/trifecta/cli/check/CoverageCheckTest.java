package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static trifecta.cli.check.CoverageInterval.State.GAP;
import static trifecta.cli.check.CoverageInterval.State.RECEIVED;
import static trifecta.cli.check.CoverageInterval.State.VERIFIED;

import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.cli.check.Listening.Interval;
import trifecta.market.Side;

class CoverageCheckTest {
    private static final long SECOND = 1_000_000;

    private final Tally tally = new Tally();

    @Test
    void aGapMayBeTwoSecondsWiderThanWhatIsMissing() {
        judge(List.of(gap(8, 12)), List.of(heard(0, 100)), missing(10, false));
        assertThat(tally.isClean()).isTrue();
    }

    @Test
    void aGapThatIsWiderIsFoundOnTheSideOnWhichItIs() {
        judge(List.of(gap(9, 15)), List.of(heard(0, 100)), missing(10, false));
        assertThat(tally.examples(Finding.OVER_REPORTED))
                .singleElement()
                .asString()
                .startsWith("3,000 ms");
    }

    @Test
    void aGapOfNothingIsFound() {
        judge(List.of(gap(40, 50)), List.of(heard(0, 100)));
        assertThat(tally.of(Finding.OVER_REPORTED)).isEqualTo(1);
    }

    @Test
    void whereNobodyListenedAGapNeedsNothingMissing() {
        judge(List.of(gap(40, 50)), List.of(heard(0, 41), heard(49, 100)));
        assertThat(tally.isClean()).isTrue();
    }

    @Test
    void aSilentLossExcusesAGapBackToTheLastProofAndIsNoFalseClaimBeforeASnapshot() {
        judge(List.of(gap(40, 60)), List.of(heard(0, 100)), missing(59, true));
        judge(List.of(claim(RECEIVED)), List.of(heard(0, 100)), missing(59, true));
        assertThat(tally.isClean()).isTrue();
        judge(List.of(claim(VERIFIED)), List.of(heard(0, 100)), missing(59, true));
        assertThat(tally.of(Finding.FALSELY_CLAIMED)).isEqualTo(1);
    }

    @Test
    void whatIsMissingWhereTheLedgerClaimsEverythingIsFound() {
        judge(List.of(claim(RECEIVED)), List.of(heard(0, 100)), missing(10, false));
        assertThat(tally.of(Finding.FALSELY_CLAIMED)).isEqualTo(1);
    }

    private void judge(List<CoverageInterval> coverage, List<Interval> listening, BookItem... missing) {
        CoverageCheck check = new CoverageCheck(coverage, listening, tally);
        for (BookItem item : missing) {
            check.missing(item);
        }
        check.finish();
    }

    private static CoverageInterval gap(long from, long to) {
        return new CoverageInterval(GAP, from * SECOND, to * SECOND);
    }

    private static CoverageInterval claim(CoverageInterval.State state) {
        return new CoverageInterval(state, 0, Long.MAX_VALUE);
    }

    private static Interval heard(long from, long to) {
        return new Interval(from * SECOND + CoverageCheck.BESIDE_MICROS, to * SECOND - CoverageCheck.BESIDE_MICROS);
    }

    private static BookItem missing(long second, boolean silent) {
        return new BookItem(
                1,
                second * SECOND,
                Change.delta(Side.YES, 500_000, 100),
                second * SECOND,
                100,
                0,
                Delivery.NOBODY,
                false,
                silent,
                false,
                1,
                List.of());
    }
}
