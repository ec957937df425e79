package trifecta.market.arbitration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.market.Times;

/** Conversations: what lines say, and what is stored. Changes are called by their number; each is a millisecond apart. */
final class ArbiterTest {
    private static final long BEGIN = 1_786_000_000_000_000L;
    private static final int LENGTH = 40;

    private final Statistics statistics = new Statistics();
    private final Arbiter arbiter = new Arbiter(3, new Limits(20), statistics);
    private final StoredChain store = new StoredChain();
    private final BookChange[] truth = path(-1);

    /** The path of one market as a line folds it that lost one change. */
    private static BookChange[] path(int lost) {
        BookChange[] path = new BookChange[LENGTH];
        Book book = new Book();
        for (int i = 0; i < LENGTH; i++) {
            int price = 10_000 * (1 + i % 7);
            long delta = 100L + i;
            long after = i == lost ? 0 : book.add(Side.YES, price, delta);
            path[i] = new BookChange(BEGIN + i * 1000L, Side.YES, price, delta, after, book.hash());
        }
        return path;
    }

    /** All lines receive the same event at the same time, another one a millisecond later. */
    private static Origin origin(int line, long n) {
        return new Origin(line, 1, n, BEGIN + n * 1_000);
    }

    private void start(int line, int index) {
        arbiter.start(line, truth[index].hashBefore());
    }

    private void bring(int line, int from, int to) {
        bring(line, truth, from, to);
    }

    private void bring(int line, BookChange[] path, int from, int to) {
        for (int i = from; i < to; i++) {
            arbiter.delta(line, path[i], origin(line, i));
        }
        store.apply(arbiter.drain());
    }

    private List<String> chain() {
        store.apply(arbiter.drain());
        return store.rows().stream()
                .map(row -> (row.opensRun() ? "gap " : "")
                        + row.origin().n()
                        + (row.verified() ? " verified" : "")
                        + (row.disputed() ? " disputed" : ""))
                .toList();
    }

    @Test
    void the_first_line_writes_at_once_and_the_others_step_over() {
        start(0, 0);
        start(1, 0);
        bring(0, 0, 3);
        bring(1, 0, 3);

        assertThat(chain()).containsExactly("gap 0", "1", "2");
    }

    @Test
    void nothing_to_store_is_nothing() {
        start(0, 0);
        assertThat(arbiter.drain().isEmpty()).isTrue();
    }

    @Test
    void a_line_that_crosses_a_gap_stitches_it() {
        start(0, 0);
        start(1, 0);
        bring(0, 0, 3);
        arbiter.end(0);
        start(0, 5);
        bring(0, 5, 8);
        assertThat(chain()).containsExactly("gap 0", "1", "2", "gap 5", "6", "7");

        bring(1, 0, 8);
        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "4 verified", "5", "6", "7");
    }

    @Test
    void a_gap_that_no_line_crosses_stays() {
        start(0, 0);
        bring(0, 0, 3);
        arbiter.end(0);
        start(0, 5);
        bring(0, 5, 8);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "gap 5", "6", "7");
    }

    @Test
    void an_agreeing_snapshot_verifies_the_row_before_the_line() {
        start(0, 0);
        bring(0, 0, 3);
        arbiter.snapshot(0, true);

        assertThat(chain()).containsExactly("gap 0", "1", "2 verified");
    }

    @Test
    void lines_that_disagree_are_a_fork_that_asks_for_snapshots_and_is_never_a_union() {
        BookChange[] wrong = path(3);
        start(0, 0);
        start(1, 0);
        bring(0, wrong, 0, 3);
        bring(0, wrong, 4, 8);
        bring(1, 0, 8);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "4 disputed", "5 disputed", "6 disputed", "7 disputed");
        assertThat(store.snapshotsWanted()).isEqualTo(1);
    }

    @Test
    void the_snapshot_of_the_right_line_decides_a_fork() {
        BookChange[] wrong = path(3);
        start(0, 0);
        start(1, 0);
        bring(0, wrong, 0, 3);
        bring(0, wrong, 4, 8);
        bring(1, 0, 8);
        arbiter.snapshot(1, true);

        assertThat(chain())
                .containsExactly(
                        "gap 0",
                        "1",
                        "2 verified",
                        "3 disputed",
                        "4 disputed",
                        "5 disputed",
                        "6 disputed",
                        "7 verified");
        assertThat(store.rows().stream().map(Row::change))
                .containsExactly(List.of(truth).subList(0, 8).toArray(new BookChange[0]));
    }

    @Test
    void the_snapshot_of_the_wrong_line_decides_a_fork_too() {
        BookChange[] wrong = path(3);
        start(0, 0);
        start(1, 0);
        bring(0, wrong, 0, 3);
        bring(0, wrong, 4, 8);
        bring(1, 0, 8);
        arbiter.snapshot(0, false);
        store.apply(arbiter.drain());

        assertThat(store.rows().stream().map(Row::change))
                .containsExactly(List.of(truth).subList(0, 8).toArray(new BookChange[0]));
    }

    @Test
    void a_replaced_book_is_a_row_of_the_path() {
        start(0, 0);
        start(1, 0);
        bring(0, 0, 2);
        bring(1, 0, 2);
        arbiter.replace(0, BEGIN + 5_000, 0, origin(0, 2));
        arbiter.replace(1, BEGIN + 5_000, 0, origin(1, 2));

        assertThat(chain()).containsExactly("gap 0", "1", "2");
        assertThat(store.rows().getLast().replacesBook()).isTrue();
    }

    @Test
    void a_replacement_without_a_time_stands_behind_the_last_change() {
        start(0, 0);
        start(1, 0);
        bring(0, 0, 3);
        replace(0, 3);
        bring(1, 0, 2);
        arbiter.end(0);
        bring(1, 2, 3);
        replace(1, 3);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3");
    }

    @Test
    void what_one_line_alone_had_before_a_run_that_only_closes_the_book_is_kept() {
        BookChange up = change(10_000, 5, 2);
        BookChange down = change(11_000, -5, 2);
        start(1, 0);
        bring(1, 0, 2);
        arbiter.end(1);
        arbiter.start(1, truth[1].bookHash());
        replace(1, 9);
        arbiter.start(0, truth[1].bookHash());
        arbiter.delta(0, up, origin(0, 7));
        arbiter.delta(0, down, origin(0, 8));
        replace(0, 9);
        arbiter.end(0);

        assertThat(chain()).containsExactly("gap 0", "1", "gap 7", "8 verified", "9");
    }

    @Test
    void a_second_clearing_after_an_outage_is_another_event_behind_a_gap() {
        start(0, 0);
        bring(0, 0, 2);
        replace(0, 2);
        arbiter.end(0);
        arbiter.start(0, truth[5].bookHash());
        replace(0, 3);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "gap 3");
    }

    @Test
    void a_clearing_as_the_first_event_of_all_lines_after_an_outage_is_a_row_behind_a_gap() {
        beforeAnOutage();
        for (int line = 0; line < 3; line++) {
            arbiter.start(line, truth[5].bookHash());
        }
        for (int line = 0; line < 3; line++) {
            replace(line, 9);
        }
        for (int line = 0; line < 3; line++) {
            arbiter.end(line);
        }

        assertThat(chain()).containsExactly("gap 0", "1", "gap 9");
    }

    @Test
    void a_clearing_after_an_outage_is_a_row_though_a_late_line_stood_before_the_outage() {
        for (int line = 0; line < 3; line++) {
            start(line, 0);
        }
        bring(0, 0, 2);
        for (int line = 1; line < 3; line++) {
            bring(line, 0, 4);
            arbiter.end(line);
        }
        for (int line = 1; line < 3; line++) {
            arbiter.start(line, truth[3].bookHash());
            replace(line, 9);
        }
        arbiter.end(0);
        arbiter.start(0, 0);
        for (int line = 0; line < 3; line++) {
            arbiter.end(line);
        }

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "gap 9");
    }

    @Test
    void a_clearing_after_an_outage_is_a_row_though_its_lines_ended_before_a_late_one_came() {
        beforeAnOutageOfWhichALateLineKnowsNothing(3);
        arbiter.end(0);
        arbiter.start(0, 0);
        arbiter.end(0);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "gap 9");
    }

    @Test
    void a_clearing_that_ended_lines_saw_first_after_an_outage_is_the_one_of_a_late_line_that_had_none() {
        beforeAnOutageOfWhichALateLineKnowsNothing(3);
        bring(0, 2, 4);
        replace(0, 9);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3 verified", "9");
    }

    @Test
    void what_a_late_line_has_before_a_clearing_that_others_saw_first_after_an_outage_fills_the_gap() {
        beforeAnOutageOfWhichALateLineKnowsNothing(5);
        bring(0, 2, 6);
        replace(0, 9);
        arbiter.end(0);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "4", "5 verified", "9");
    }

    /** Two lines were away behind the fourth change, saw the book cleared and ended; the first one stands at the second change. */
    private void beforeAnOutageOfWhichALateLineKnowsNothing(int last) {
        for (int line = 0; line < 3; line++) {
            start(line, 0);
        }
        bring(0, 0, 2);
        for (int line = 1; line < 3; line++) {
            bring(line, 0, 4);
            arbiter.end(line);
        }
        for (int line = 1; line < 3; line++) {
            arbiter.start(line, truth[last].bookHash());
            replace(line, 9);
        }
        arbiter.end(1);
        arbiter.end(2);
    }

    @Test
    void a_clearing_that_one_line_saw_first_after_an_outage_is_a_row_though_the_others_came_after_it() {
        beforeAnOutage();
        arbiter.start(0, truth[5].bookHash());
        replace(0, 9);
        arbiter.start(1, 0);
        arbiter.start(2, 0);
        for (int line = 0; line < 3; line++) {
            arbiter.end(line);
        }

        assertThat(chain()).containsExactly("gap 0", "1", "gap 9");
    }

    @Test
    void a_clearing_that_two_lines_saw_first_after_an_outage_is_one_row_though_the_third_came_after_it() {
        beforeAnOutage();
        arbiter.start(0, truth[5].bookHash());
        arbiter.start(1, truth[5].bookHash());
        arbiter.start(2, 0);
        replace(0, 9);
        replace(1, 9);

        assertThat(chain()).containsExactly("gap 0", "1", "gap 9");
    }

    @Test
    void a_clearing_that_a_line_saw_first_after_its_own_outage_is_the_one_that_the_others_wrote() {
        beforeAnOutage();
        arbiter.start(0, truth[1].bookHash());
        arbiter.start(1, truth[3].bookHash());
        arbiter.start(2, truth[3].bookHash());
        bring(0, 2, 4);
        replace(1, 9);
        replace(2, 9);
        replace(0, 9);
        for (int line = 0; line < 3; line++) {
            arbiter.end(line);
        }

        assertThat(chain()).containsExactly("gap 0", "1", "gap 2", "3", "9");
    }

    @Test
    void a_joining_line_goes_on_where_the_others_end_that_might_have_written_on() {
        BookChange[] path = truth.clone();
        path[3] = path[3].at(path[2].exchangeMicros());
        start(0, 0);
        bring(0, path, 0, 3);
        start(1, 2);
        bring(1, path, 2, 6);
        assertThat(chain()).as("line 0 is within the moment of 2 and 3").containsExactly("gap 0", "1", "2");
        assertThat(arbiter.pendingSince(1)).hasValue(BEGIN + 2_000);
        arbiter.end(0);

        assertThat(chain()).hasSize(6).endsWith("3", "4", "5");
        assertThat(arbiter.pendingSince(1)).isEmpty();
    }

    @Test
    void what_a_joining_line_has_in_a_gap_behind_a_verified_row_is_kept() {
        BookChange[] path = truth.clone();
        path[3] = path[3].at(path[2].exchangeMicros());
        start(2, 0);
        bring(2, path, 0, 3);
        start(1, 2);
        bring(1, path, 2, 5);
        arbiter.snapshot(2, true);
        start(0, 6);
        bring(0, path, 6, 9);
        assertThat(chain())
                .as("line 2 is within the moment of 2 and 3")
                .containsExactly("gap 0", "1", "2 verified", "gap 6", "7", "8");
        bring(1, path, 5, 9);

        assertThat(chain()).containsExactly("gap 0", "1", "2 verified", "3", "4", "5 verified", "6", "7", "8");
    }

    private BookChange[] withoutTimeAt(int... places) {
        BookChange[] path = truth.clone();
        for (int place : places) {
            path[place] = path[place].at(Times.ABSENT);
        }
        return path;
    }

    @Test
    void an_event_whose_stamp_is_broken_on_all_lines_is_a_row_behind_the_one_before_it() {
        BookChange[] path = withoutTimeAt(3);
        for (int line = 0; line < 3; line++) {
            start(line, 0);
            bring(line, path, 0, 3);
        }
        for (int line = 0; line < 3; line++) {
            bring(line, path, 3, 6);
        }

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "4", "5");
    }

    @Test
    void an_event_whose_stamp_is_broken_on_the_first_line_gets_its_time_from_another_one() {
        start(0, 0);
        start(1, 0);
        bring(0, withoutTimeAt(3), 0, 6);
        bring(1, 0, 6);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "4", "5");
        assertThat(statistics.count(Counter.FORKS)).isZero();
    }

    @Test
    void an_event_whose_stamp_is_broken_on_a_later_line_is_the_one_that_is_there() {
        start(0, 0);
        start(1, 0);
        bring(0, 0, 6);
        bring(1, withoutTimeAt(2, 3), 0, 6);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "4", "5");
        assertThat(arbiter.seqOfLast(1)).isEqualTo(arbiter.seqOfLast(0));
    }

    @Test
    void a_restored_arbiter_knows_how_many_stamps_were_broken_in_a_row() {
        BookChange[] path = withoutTimeAt(2, 3, 4, 5);
        start(0, 0);
        bring(0, path, 0, 4);
        byte[] state = arbiter.save();
        List<Row> rows = store.rows(Arbiter.firstSeqNeeded(state), Long.MAX_VALUE);
        Arbiter restored = Arbiter.restore(state, rows, 3, new Limits(20), statistics);

        for (int i = 4; i < 8; i++) {
            restored.delta(0, path[i], origin(0, i));
        }
        bring(0, path, 4, 8);

        Changes _ = restored.drain();
        assertThat(restored.save()).isEqualTo(arbiter.save());
    }

    @Test
    void a_broken_stamp_at_the_beginning_of_all_spans_is_a_row() {
        beforeAnOutage();
        BookChange[] path = withoutTimeAt(5);
        for (int line = 0; line < 3; line++) {
            start(line, 5);
        }
        for (int line = 0; line < 3; line++) {
            bring(line, path, 5, 8);
        }
        for (int line = 0; line < 3; line++) {
            arbiter.end(line);
        }

        assertThat(chain()).containsExactly("gap 0", "1", "gap 5", "6", "7");
    }

    @Test
    void a_broken_stamp_at_the_beginning_of_a_span_is_the_row_that_is_there() {
        start(0, 0);
        bring(0, 0, 4);
        start(1, 3);
        bring(1, withoutTimeAt(3), 3, 6);
        bring(0, 4, 6);

        assertThat(chain()).containsExactly("gap 0", "1", "2", "3", "4", "5");
    }

    @Test
    void a_row_that_is_there_with_a_broken_stamp_gets_its_time_from_a_slower_line() {
        start(0, 0);
        bring(0, 0, 3);
        start(1, 3);
        bring(1, withoutTimeAt(3), 3, 6);
        bring(0, 3, 6);

        assertThat(chain()).containsExactly("gap 0", "1", "2 verified", "3", "4", "5");
    }

    @Test
    void a_joining_line_that_has_all_of_a_moment_writes_on_though_silent_lines_stand_there() {
        start(0, 0);
        start(1, 0);
        bring(0, 0, 3);
        bring(1, 0, 3);
        start(2, 2);
        bring(2, 2, 5);

        assertThat(chain()).containsExactly("gap 0", "1 verified", "2", "3", "4");
        assertThat(arbiter.pendingSince(2)).isEmpty();
    }

    @Test
    void an_end_tells_from_when_on_rows_were_dropped_that_the_path_lacks() {
        BookChange[] wrong = path(3);
        start(0, 0);
        start(1, 0);
        bring(0, 0, 10);
        bring(1, wrong, 0, 3);
        bring(1, wrong, 4, 8);
        assertThat(arbiter.end(1)).as("its rows are in the path").isEmpty();
        start(1, 0);
        bring(1, 10, 12);
        arbiter.start(1, 7);
        arbiter.delta(1, change(5, 5, 2), origin(1, 20));
        arbiter.delta(1, change(6, 5, 2), origin(1, 21));
        assertThat(arbiter.end(1)).hasValue(BEGIN + 5_000);
        assertThat(arbiter.end(0)).isEmpty();
    }

    private void beforeAnOutage() {
        for (int line = 0; line < 3; line++) {
            start(line, 0);
            bring(line, 0, 2);
        }
        for (int line = 0; line < 3; line++) {
            arbiter.end(line);
        }
    }

    /** A change behind the first two of the truth that nothing else touches. */
    private BookChange change(int millis, long delta, int upTo) {
        Book book = new Book();
        for (int i = 0; i < upTo; i++) {
            book.add(truth[i].side(), truth[i].priceMicros(), truth[i].deltaHundredths());
        }
        if (delta < 0) {
            book.add(Side.NO, 420_000, -delta);
        }
        long after = book.add(Side.NO, 420_000, delta);
        return new BookChange(BEGIN + millis * 1000L, Side.NO, 420_000, delta, after, book.hash());
    }

    private void replace(int line, int number) {
        arbiter.replace(line, Times.ABSENT, 0, origin(line, number));
        store.apply(arbiter.drain());
    }

    @Test
    void too_many_pending_rows_end_the_span_and_are_counted() {
        BookChange[] wrong = path(3);
        start(0, 0);
        start(1, 0);
        bring(0, wrong, 0, 3);
        bring(0, wrong, 4, 35);
        bring(1, 0, 35);

        assertThat(statistics.count(Counter.SPANS_OVER_BOUND)).isEqualTo(1);
        assertThat(chain()).contains("4 disputed");
    }

    @Test
    void a_row_voided_before_it_was_drained_never_appears() {
        BookChange[] wrong = path(3);
        start(0, 0);
        start(1, 0);
        for (int i = 0; i < 8; i++) {
            if (i != 3) {
                arbiter.delta(0, wrong[i], origin(0, i));
            }
            arbiter.delta(1, truth[i], origin(1, i));
        }
        arbiter.snapshot(1, true);
        Changes changes = arbiter.drain();

        assertThat(changes.voided()).isEmpty();
        assertThat(changes.inserted()).hasSize(8);
    }

    @Test
    void saving_with_changes_not_drained_is_refused() {
        start(0, 0);
        arbiter.delta(0, truth[0], origin(0, 0));

        assertThatThrownBy(arbiter::save).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_state_of_another_version_is_refused() {
        byte[] state = arbiter.save();
        state[0] = 99;

        assertThatThrownBy(() -> Arbiter.restore(state, List.of(), 3, Limits.standard(), statistics))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 99");
    }
}
