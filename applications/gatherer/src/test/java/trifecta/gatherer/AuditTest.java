package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long ANSWER = SubscriptionControl.ANSWER_MAX.toNanos();

    private final Audit audit = new Audit();

    @Test
    void asksOnceAMinuteAndFindsWhatTheExchangeForgot() {
        audit.begin(0);
        assertThat(audit.due(MINUTE - 1)).isFalse();
        assertThat(audit.due(MINUTE)).isTrue();
        audit.asked(5, Set.of(1, 2), MINUTE);
        assertThat(audit.due(MINUTE)).isFalse();
        assertThat(audit.missing(Set.of(2, 3))).containsExactly(1);
        assertThat(audit.due(2 * MINUTE)).isTrue();
    }

    @Test
    void whatNobodyWantsIsGivenBackWhenItIsThereTwice() {
        assertThat(audit.strays(Set.of(1, 9), Set.of(1))).isEmpty();
        assertThat(audit.strays(Set.of(1, 9), Set.of(1))).containsExactly(9);
        assertThat(audit.strays(Set.of(1), Set.of(1))).isEmpty();
    }

    @Test
    void silenceIsADoubtOnlyWhenNothingElseIsHeard() {
        audit.begin(0);
        audit.asked(5, Set.of(1), MINUTE);
        assertThat(audit.silence(MINUTE + ANSWER - 1)).isEmpty();
        assertThat(audit.silence(MINUTE + ANSWER)).isPresent();
        audit.asked(6, Set.of(1), 2 * MINUTE);
        audit.heard();
        assertThat(audit.silence(2 * MINUTE + ANSWER)).isEmpty();
        assertThat(audit.due(9 * MINUTE))
                .as("an exchange that does not answer is not asked again")
                .isFalse();
    }

    @Test
    void anExchangeThatRefusesIsNotAskedAgain() {
        audit.begin(0);
        audit.asked(5, Set.of(1), MINUTE);
        assertThat(audit.refused(4)).isFalse();
        assertThat(audit.refused(5)).isTrue();
        assertThat(audit.due(9 * MINUTE)).isFalse();
        audit.begin(9 * MINUTE);
        assertThat(audit.due(10 * MINUTE)).isTrue();
    }
}
