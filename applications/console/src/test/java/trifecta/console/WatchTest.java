package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trifecta.service.status.Status;

class WatchTest {
    private static final Status STATUS = new Status(Map.of("state", "live"));

    private final ManualClock clock = new ManualClock();
    private final Watch watch = new Watch(Stage.NOWHERE);

    @Test
    void aProcessThatWasNeverAskedIsUnseen() {
        assertThat(watch.presence(clock.instant())).isEqualTo(new Presence.Unseen());
    }

    @Test
    void aRefusedConnectionIsBelievedAtOnceAndDatesFromTheLastAnswer() {
        Instant answered = clock.instant();
        watch.asked(answered);
        watch.answered(answered, STATUS);
        watch.failed("connection refused");
        assertThat(watch.presence(clock.seconds(0.5))).isEqualTo(new Presence.Down(answered, "connection refused"));
    }

    @Test
    void silenceIsBelievedAfterTwoSecondsAndNotBefore() {
        Instant answered = clock.instant();
        watch.asked(answered);
        watch.answered(answered, STATUS);
        assertThat(watch.presence(clock.seconds(1.9))).isEqualTo(new Presence.Answering(STATUS));
        assertThat(watch.presence(clock.seconds(0.1))).isEqualTo(new Presence.Down(answered, "no answer for 2 s"));
    }

    @Test
    void aProcessThatNeverAnswersIsDownFromTheFirstQuestion() {
        Instant asked = clock.instant();
        watch.asked(asked);
        assertThat(watch.presence(clock.seconds(1))).isEqualTo(new Presence.Unseen());
        watch.asked(clock.instant());
        assertThat(watch.presence(clock.seconds(1))).isEqualTo(new Presence.Down(asked, "no answer for 2 s"));
    }

    @Test
    void anAnswerEndsIt() {
        watch.asked(clock.instant());
        watch.failed("connection refused");
        watch.answered(clock.seconds(9), STATUS);
        assertThat(watch.presence(clock.instant())).isEqualTo(new Presence.Answering(STATUS));
    }
}
