package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.service.Config;
import trifecta.service.OperatingException;

class ExchangeConfigTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MIN_VALUE, Long.MAX_VALUE})
    void aSeedIsAnyWholeNumber(long seed) {
        Config config = Config.of(Map.of("exchange.seed", String.valueOf(seed)));
        assertThat(ExchangeConfig.read(config).simulation().seed()).isEqualTo(seed);
        config.check(Set.of());
    }

    @Test
    void aSeedThatIsNoNumberIsRefused() {
        Config config = Config.of(Map.of("exchange.seed", "7e3"));
        ExchangeConfig.read(config);
        assertThatThrownBy(() -> config.check(Set.of()))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("exchange.seed: '7e3' is no whole number");
    }

    @Test
    void aReplayWaitsForOneListenerUnlessToldOtherwiseASimulationForNone() {
        assertThat(ExchangeConfig.read(Config.of(Map.of())).linesAwaited()).isZero();
        assertThat(ExchangeConfig.read(Config.of(Map.of("exchange.frames", "x")))
                        .linesAwaited())
                .isEqualTo(1);
        assertThat(ExchangeConfig.read(Config.of(Map.of("exchange.frames", "x", "exchange.lines-awaited", "0")))
                        .linesAwaited())
                .isZero();
    }
}
