package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Status STATUS = new Status(Map.of("state", "live"));

    private final ManualClock clock = new ManualClock();
    private final Watch watch = new Watch();

    @Test
    void aProcessThatWasNeverAskedIsUnseen() {
        assertThat(watch.health(clock.instant())).isEqualTo(new Health.Unseen());
    }

    @Test
    void aRefusedConnectionIsBelievedAtOnceAndDatesFromTheLastAnswer() {
        Instant answered = clock.instant();
        watch.asked(answered);
        watch.answered(answered, STATUS);
        watch.failed("connection refused");
        assertThat(watch.health(clock.seconds(0.5))).isEqualTo(new Health.Down(answered, "connection refused"));
    }

    @Test
    void silenceIsBelievedAfterTwoSecondsAndNotBefore() {
        Instant answered = clock.instant();
        watch.asked(answered);
        watch.answered(answered, STATUS);
        assertThat(watch.health(clock.seconds(1.9))).isEqualTo(new Health.Answering(STATUS));
        assertThat(watch.health(clock.seconds(0.1))).isEqualTo(new Health.Down(answered, "no answer for 2 s"));
    }

    @Test
    void aProcessThatNeverAnswersIsDownFromTheFirstQuestion() {
        Instant asked = clock.instant();
        watch.asked(asked);
        assertThat(watch.health(clock.seconds(1))).isEqualTo(new Health.Unseen());
        watch.asked(clock.instant());
        assertThat(watch.health(clock.seconds(1))).isEqualTo(new Health.Down(asked, "no answer for 2 s"));
    }

    @Test
    void anAnswerEndsIt() {
        watch.asked(clock.instant());
        watch.failed("connection refused");
        watch.answered(clock.seconds(9), STATUS);
        assertThat(watch.health(clock.instant())).isEqualTo(new Health.Answering(STATUS));
    }
}
