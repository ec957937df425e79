package trifecta.market.arbitration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.market.Times;

final class LineClocksTest {
    private static final long BEGIN = 1_786_000_000_000_000L;

    private final LineClocks clocks = new LineClocks(3);
    private final Random random = new Random(1);

    private static BookChange change(long micros, long hash) {
        return new BookChange(micros, Side.YES, 500_000, 100, 100, hash);
    }

    /** Both lines bring the same changes, each of another market. */
    private void bring(int changes, java.util.function.LongUnaryOperator secondStamp) {
        for (int i = 0; i < changes; i++) {
            long micros = BEGIN + i * 7_001L;
            long hash = random.nextLong();
            clocks.observe(0, i, change(micros, hash));
            clocks.observe(1, i, change(secondStamp.applyAsLong(micros), hash));
        }
    }

    @Test
    void the_first_line_with_stamps_is_the_reference_and_waits_for_nobody() {
        clocks.observe(0, 1, change(BEGIN, 5));

        assertThat(clocks.isHeld(0)).isFalse();
        assertThat(clocks.isHeld(1)).isTrue();
        assertThat(clocks.correct(0, BEGIN)).isEqualTo(BEGIN);
    }

    @Test
    void another_line_waits_until_64_contents_agree_whatever_market_they_are_of() {
        bring(63, micros -> micros);
        assertThat(clocks.isHeld(1)).isTrue();

        bring(1, micros -> micros);
        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.toleranceMillis()).isZero();
    }

    @Test
    void stamps_cut_to_milliseconds_need_no_tolerance() {
        bring(64, micros -> Math.floorDiv(micros, 1000) * 1000);

        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.toleranceMillis()).isZero();
    }

    /** A book that comes back looks like the same change at another time. */
    @Test
    void a_few_pairs_that_are_other_events_do_not_make_cut_stamps_inexact() {
        int[] count = {0};
        bring(80, micros -> Math.floorDiv(micros, 1000) * 1000 + (count[0]++ % 16 == 3 ? 250_000 : 0));

        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.toleranceMillis()).isZero();
        assertThat(clocks.correct(1, BEGIN)).isEqualTo(BEGIN);
    }

    @Test
    void shifted_stamps_are_corrected_and_compared_with_a_millisecond_of_tolerance() {
        bring(64, micros -> micros + 12_345);

        assertThat(clocks.correct(1, BEGIN)).isEqualTo(BEGIN - 12_345);
        assertThat(clocks.toleranceMillis()).isEqualTo(1);
    }

    @Test
    void scattered_stamps_are_no_times() {
        bring(300, micros -> micros + random.nextInt(5_000));

        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.correct(1, BEGIN)).isEqualTo(Times.ABSENT);
    }

    @Test
    void absent_stamps_are_known_at_once() {
        clocks.observe(0, 1, change(BEGIN, 5));
        clocks.observe(1, 1, change(Times.ABSENT, 5));

        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.correct(1, BEGIN)).isEqualTo(Times.ABSENT);
    }

    /** Two lines with the same stamps; the second is some changes behind the first, and contents come again and again. */
    private void recur(int changes, int behind, int contents) {
        List<BookChange> brought = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            boolean isNew = random.nextInt(4) == 0;
            brought.add(change(BEGIN + i * 1_300L, isNew ? random.nextLong() : random.nextInt(contents)));
        }
        for (int i = 0; i < changes + behind; i++) {
            if (i < changes) {
                clocks.observe(0, 7, brought.get(i));
            }
            if (i >= behind) {
                clocks.observe(1, 7, brought.get(i - behind));
                if (clocks.isHeld(1)) {
                    heldLast = i - behind;
                }
            }
            assertThat(clocks.isHeld(0))
                    .as("the reference, after %d changes", i)
                    .isFalse();
        }
    }

    private int heldLast;

    @ParameterizedTest
    @CsvSource({"0, 10", "50, 10", "5000, 10", "0, 2000", "50, 2000", "5000, 2000", "100000, 10", "100000, 2000"})
    void contents_that_recur_say_nothing_of_times(int behind, int contents) {
        recur(200_000, behind, contents);

        assertThat(clocks.isComparable(1)).isTrue();
        assertThat(clocks.toleranceMillis()).isZero();
        assertThat(heldLast).as("the last change for which the line was held").isLessThan(behind + 5_000);
    }

    @Test
    void stamps_that_jump_by_an_hour_are_learned_anew() {
        bring(100, micros -> micros);
        bring(200, micros -> micros + 3_600_000_000L);

        assertThat(clocks.correct(1, BEGIN)).isEqualTo(BEGIN - 3_600_000_000L);
    }

    @Test
    void stamps_that_stop_agreeing_are_learned_anew() {
        bring(64, micros -> micros);
        boolean held = false;
        for (int i = 0; i < 2_000 && !held; i++) {
            bring(1, micros -> micros + 50_000);
            held = clocks.isHeld(0) || clocks.isHeld(1);
        }
        assertThat(held).isTrue();
        bring(200, micros -> micros + 50_000);
        assertThat(clocks.isHeld(0)).isFalse();
        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.correct(1, BEGIN + 50_000) - clocks.correct(0, BEGIN)).isZero();
    }

    @Test
    void a_held_line_waits_no_longer_when_no_other_lives() {
        clocks.observe(0, 1, change(BEGIN, 5));
        clocks.observe(1, 2, change(BEGIN, 6));
        clocks.alone(1);

        assertThat(clocks.correct(1, BEGIN)).isEqualTo(BEGIN);
        assertThat(clocks.isHeld(0)).isTrue();
    }

    @Test
    void a_held_line_that_waits_no_longer_goes_by_the_few_contents_that_the_others_had_too() {
        bring(3, micros -> micros + 12_345);
        assertThat(clocks.isHeld(1)).isTrue();
        clocks.alone(1);

        assertThat(clocks.correct(1, BEGIN + 12_345)).isEqualTo(BEGIN);
        assertThat(clocks.isHeld(0)).as("what it brought compares").isFalse();
    }

    @Test
    void a_held_line_whose_few_common_contents_contradict_goes_by_content() {
        AtomicLong shift = new AtomicLong();
        bring(3, micros -> micros + shift.addAndGet(100_000));
        clocks.alone(1);

        assertThat(clocks.isComparable(1)).isFalse();
        assertThat(clocks.isHeld(1)).isFalse();
        assertThat(clocks.isComparable(0)).isTrue();
    }

    @Test
    void a_restart_knows_what_was_learned() {
        bring(64, micros -> micros + 12_345);
        LineClocks restored = LineClocks.restore(clocks.save(), 4);

        assertThat(restored.correct(1, BEGIN)).isEqualTo(BEGIN - 12_345);
        assertThat(restored.isHeld(0)).isFalse();
        assertThat(restored.isHeld(3)).isTrue();
        assertThatThrownBy(() -> restored.correct(3, BEGIN)).isInstanceOf(IllegalStateException.class);
    }
}
