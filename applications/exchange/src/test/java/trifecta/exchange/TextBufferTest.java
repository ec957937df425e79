package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextBufferTest {
    private final TextBuffer text = new TextBuffer();

    @Test
    void pricesHaveFourPlacesAndSixWhereTheyNeedThem() {
        assertThat(text.dollars(560_000)).hasToString("0.5600");
        assertThat(text.clear().dollars(1_000_000)).hasToString("1.0000");
        assertThat(text.clear().dollars(1_500)).hasToString("0.0015");
        assertThat(text.clear().dollars(1_501)).hasToString("0.001501");
        assertThat(text.clear().dollars(12_345_678_900L)).hasToString("12345.6789");
    }

    @Test
    void countsHaveTwoPlacesAndTheirSign() {
        assertThat(text.contracts(-5_400)).hasToString("-54.00");
        assertThat(text.clear().contracts(-7)).hasToString("-0.07");
        assertThat(text.clear().contracts(3_154)).hasToString("31.54");
    }

    @Test
    void timesLoseTheirTrailingZeros() {
        long second = 1_785_930_336_000_000L;
        assertThat(text.instant(second)).hasToString("2026-08-05T11:45:36Z");
        assertThat(text.clear().instant(second + 564_039)).hasToString("2026-08-05T11:45:36.564039Z");
        assertThat(text.clear().instant(second + 500_000)).hasToString("2026-08-05T11:45:36.5Z");
        assertThat(text.clear().instant(second + 7)).hasToString("2026-08-05T11:45:36.000007Z");
        assertThat(text.clear().instant(1_785_931_200_000_000L)).hasToString("2026-08-05T12:00:00Z");
    }

    @Test
    void stringsAreEscaped() {
        assertThat(text.json("a \"b\" \\ \n é")).hasToString("\"a \\\"b\\\" \\\\ \\u000a é\"");
    }

    @Test
    void numbersOfAnySizeAreWritten() {
        assertThat(text.number(0)
                        .text(' ')
                        .number(-1)
                        .text(' ')
                        .number(Long.MAX_VALUE)
                        .text(' ')
                        .number(Long.MIN_VALUE))
                .hasToString("0 -1 9223372036854775807 -9223372036854775808");
    }
}
