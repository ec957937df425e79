package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SerialsTest {
    @Test
    void fromAnyNumberOnItGivesTheSameAsALookAtAll() {
        SplittableRandom random = new SplittableRandom(11);
        Serials<Long> serials = new Serials<>(Long::longValue);
        for (long number = 1; number <= 500; number++) {
            serials.add(number);
        }
        serials.removeIf(number -> random.nextInt(3) == 0);
        List<Long> left = List.copyOf(serials.from(0));

        assertThat(left).hasSize(serials.size()).isSorted().hasSizeBetween(250, 400);
        LongStream.rangeClosed(0, 501)
                .forEach(from -> assertThat(serials.from(from))
                        .isEqualTo(
                                left.stream().filter(number -> number >= from).toList()));
    }
}
