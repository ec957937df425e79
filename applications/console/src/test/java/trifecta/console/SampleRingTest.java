package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SampleRingTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void theOldestSampleMakesRoomForTheNewest() {
        SampleRing ring = new SampleRing(3);
        for (int second = 0; second < 5; second++) {
            ring.add(new Sample(clock.seconds(1), OptionalDouble.of(second), List.of()));
        }
        assertThat(ring.samples())
                .extracting(sample -> sample.perSecond().getAsDouble())
                .containsExactly(2.0, 3.0, 4.0);
    }

    @Test
    void aRingWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new SampleRing(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
