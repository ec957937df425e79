package trifecta.market.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.arbitration.StormLine.Stamps;

/**
 * All faults at once on a thin book where the same books and contents come again and again, with one line that stamps unlike the
 * others. {@code -Darbiter.seed=N} replays one seed.
 *
 * <p>Some seeds cannot be decided, two readings agree with all that the lines say. With tolerant times: a change is dropped in silence and
 * made again within a millisecond, so that the wrong line's row is the other one at a time that is possible. Without times: what one
 * line alone has is what the chain has there already, a moment earlier; or a line that stalled says late, on a wrong book, what
 * others said. Only the times of receipt, which a stall moves, tell these apart. That all that are let pass are such was not shown:
 * each number is what remains, and may only become less.
 */
final class StormSimulationTest {
    private static final long FIRST = 20_000;
    private static final int SEEDS = 150;

    private static List<String> bad(Stamps odd) {
        List<String> bad = new ArrayList<>();
        Long only = Long.getLong("arbiter.seed");
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            if (only == null || only == seed) {
                Storm storm = new Storm(seed, odd);
                List<Row> chain = storm.merge().rows();
                List<String> faults = new Verdict(storm.truth, storm.covered(), false, chain).faults();
                if (!faults.isEmpty()) {
                    bad.add("seed " + seed + ": " + faults.size() + " faults, first: " + faults.getFirst());
                }
            }
        }
        return bad;
    }

    @Test
    void all_lines_have_the_times_of_the_exchange() {
        assertThat(bad(Stamps.EXACT)).isEmpty();
    }

    @Test
    void one_line_s_times_are_cut_to_milliseconds() {
        assertThat(bad(Stamps.CUT)).isEmpty();
    }

    @Test
    void one_line_s_times_are_rounded_to_milliseconds() {
        assertThat(bad(Stamps.ROUNDED)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void one_line_s_times_are_scattered() {
        assertThat(bad(Stamps.JITTER)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void one_line_has_no_times() {
        assertThat(bad(Stamps.ABSENT)).hasSizeLessThanOrEqualTo(4);
    }
}
