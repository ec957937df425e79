package trifecta.market.arbitration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import trifecta.market.BookChange;
import trifecta.market.Side;

final class NumbersTest {
    private final Numbers numbers = new Numbers();

    private static Row row(long seq) {
        Row row = new Row(new BookChange(0, Side.YES, 1, 1, 1, 1), false, new Origin(0, 1, 1, 0), 0);
        row.number(seq);
        return row;
    }

    @Test
    void rows_of_a_run_are_a_step_apart_and_runs_a_hole() {
        long first = numbers.append(true);
        long second = numbers.append(false);
        long head = numbers.append(true);

        assertThat(second - first).isEqualTo(Numbers.STEP);
        assertThat(head - second).isEqualTo(Numbers.HOLE);
    }

    @Test
    void more_than_a_million_late_rows_fit_one_by_one_into_the_hole_between_two_runs() {
        long before = numbers.append(true);
        long after = numbers.append(true);
        int fitted = 0;
        try {
            while (true) {
                before = numbers.between(before, after, false);
                fitted++;
            }
        } catch (NumbersExhaustedException e) {
            assertThat(e).hasMessageContaining("no room left");
        }
        assertThat(fitted).isBetween(1_900_000, 2_000_000);
    }

    @Test
    void a_million_rows_at_once_fit_between_two_rows_of_a_run_and_not_two_million() {
        long before = numbers.append(true);
        long after = numbers.append(false);

        long[] seqs = numbers.spread(before, after, 1_000_000);
        assertThat(seqs[0]).isGreaterThan(before);
        assertThat(seqs[seqs.length - 1]).isLessThan(after);
        assertThatThrownBy(() -> numbers.spread(before, after, 2_000_000))
                .isInstanceOf(NumbersExhaustedException.class);
    }

    @Test
    void a_run_opens_in_the_middle_of_its_hole_twenty_times_over() {
        long before = numbers.append(true);
        long after = numbers.append(true);
        for (int i = 0; i < 20; i++) {
            long head = numbers.between(before, after, true);
            assertThat(head).isStrictlyBetween(before, after);
            before = head;
        }
    }

    @Test
    void runs_may_open_before_the_first_row_a_thousand_times() {
        long first = numbers.append(true);
        for (int i = 0; i < 1000; i++) {
            long earlier = numbers.before(first, true);
            assertThat(earlier).isLessThan(first);
            first = earlier;
        }
        assertThat(first).isPositive();
    }

    @Test
    void numbers_of_voided_rows_are_never_given_again() {
        long before = numbers.append(true);
        long voidedFirst = numbers.append(false);
        long voidedLast = numbers.append(false);
        long after = numbers.append(true);
        numbers.voided(List.of(row(voidedFirst), row(voidedLast)));

        TreeSet<Long> given = new TreeSet<>();
        long place = before;
        for (int i = 0; i < 100_000; i++) {
            place = numbers.between(place, after, false);
            assertThat(given.add(place)).isTrue();
        }
        assertThat(given.subSet(voidedFirst, true, voidedLast, true)).isEmpty();
    }

    @Test
    void many_voided_stretches_are_joined_and_still_never_given_again() {
        long before = numbers.append(true);
        TreeSet<Long> voided = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            long seq = numbers.append(false);
            if (i % 2 == 0) {
                voided.add(seq);
                numbers.voided(List.of(row(seq)));
            }
        }
        long after = numbers.append(true);

        assertThat(numbers.voided().size()).isLessThan(200);
        for (long seq : numbers.spread(before, after, 10_000)) {
            assertThat(voided).doesNotContain(seq);
        }
    }
}
