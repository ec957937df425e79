package trifecta.service.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinePositionsTest {
    private static final Map<Integer, LinePosition> WANTED =
            Map.of(1, new LinePosition(2, 50), 2, new LinePosition(1, 900));

    @Test
    void whatWasReceivedIsKnownOnlyWhenEveryGathererAnswers() throws Exception {
        Status one = status("{\"boot\":2,\"journalN\":50}");
        Status two = status("{\"boot\":1,\"journalN\":900}");
        assertThat(LinePositions.received(Map.of("gatherer-1", one), 2)).isEmpty();
        assertThat(LinePositions.received(Map.of("gatherer-1", one, "gatherer-2", status("{\"boot\":1}")), 2))
                .isEmpty();
        assertThat(LinePositions.received(Map.of("gatherer-1", one, "gatherer-2", two), 2))
                .contains(WANTED);
    }

    @Test
    void aLargeNumberOfAnEarlierBootIsNotReachingALaterOne() throws Exception {
        assertThat(merged("{\"line\":1,\"boot\":1,\"n\":5000},{\"line\":2,\"boot\":1,\"n\":900}"))
                .isFalse();
        assertThat(merged("{\"line\":1,\"boot\":2,\"n\":49},{\"line\":2,\"boot\":1,\"n\":900}"))
                .isFalse();
        assertThat(merged("{\"line\":1,\"boot\":2,\"n\":50},{\"line\":2,\"boot\":1,\"n\":900}"))
                .isTrue();
        assertThat(merged("{\"line\":1,\"boot\":3,\"n\":1},{\"line\":2,\"boot\":1,\"n\":901}"))
                .isTrue();
    }

    @Test
    void aLineOfWhichNothingIsSaidIsNotMerged() throws Exception {
        assertThat(merged("")).isFalse();
        assertThat(merged("{\"line\":1,\"boot\":2,\"n\":50}")).isFalse();
        assertThat(LinePositions.merged(Map.of(), WANTED)).isFalse();
        assertThat(LinePositions.merged(Map.of("deduplicator-1", status("{\"lines\":[]}")), Map.of()))
                .isFalse();
    }

    private static boolean merged(String lines) throws IOException {
        return LinePositions.merged(Map.of("deduplicator-1", status("{\"lines\":[" + lines + "]}")), WANTED);
    }

    private static Status status(String json) throws IOException {
        return new Status(Json.readObject(json));
    }
}
