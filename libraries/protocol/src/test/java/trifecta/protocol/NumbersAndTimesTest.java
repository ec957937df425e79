package trifecta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trifecta.market.Times;

/** Numbers and times, read and written, against BigDecimal and java.time. */
class NumbersAndTimesTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void decimalsReadAsBigDecimalDoes() {
        for (int i = 0; i < 50_000; i++) {
            BigDecimal value = new BigDecimal(new java.math.BigInteger(random.nextInt(70), random), random.nextInt(10));
            String text = (random.nextBoolean() ? "-" : "") + value.toPlainString();
            BigDecimal scaled = new BigDecimal(text).movePointRight(4).stripTrailingZeros();
            boolean fits =
                    scaled.scale() <= 0 && scaled.abs().compareTo(BigDecimal.valueOf(900_000_000_000_000_000L)) < 0;
            assertThat(DecimalText.scaled(text, 4))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(fits ? scaled.longValueExact() : DecimalText.NOT_EXACT);
        }
    }

    @Test
    void decimalsAreWrittenAsTheyAreRead() {
        for (int i = 0; i < 50_000; i++) {
            long value = random.nextLong() >> (5 + random.nextInt(59));
            byte[] text = new JsonWriter().begin().decimal(value, 6, 4).bytes();
            assertThat(DecimalText.scaled(text, 1, text.length - 1, 6))
                    .as("seed %d: %s", seed, new String(text, StandardCharsets.US_ASCII))
                    .isEqualTo(value);
            byte[] number = new JsonWriter().begin().number(value).bytes();
            assertThat(new String(number, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
        }
        assertThat(new JsonWriter().begin().number(Long.MIN_VALUE).bytes())
                .isEqualTo("-9223372036854775808".getBytes(StandardCharsets.US_ASCII));
        assertThat(new JsonWriter().begin().number(Long.MAX_VALUE).bytes())
                .isEqualTo("9223372036854775807".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void timesAreReadAndWrittenAsJavaDoes() {
        long range = 250_000_000_000_000_000L;
        for (int i = 0; i < 50_000; i++) {
            long micros = random.nextLong(-range / 5, range);
            micros -= random.nextInt(4) == 0 ? Math.floorMod(micros, 1_000_000) : 0;
            Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            byte[] text = instant.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(TimeText.micros(text, 0, text.length))
                    .as("seed %d: %s", seed, instant)
                    .isEqualTo(micros);
            byte[] written = new JsonWriter().begin().time(micros).bytes();
            String quoted = new String(written, StandardCharsets.US_ASCII);
            assertThat(Instant.parse(quoted.substring(1, quoted.length() - 1)))
                    .as("seed %d", seed)
                    .isEqualTo(instant);
            assertThat(quoted).doesNotContain("0Z\"".repeat(quoted.contains(".") ? 1 : 9));
        }
    }

    @Test
    void whatIsNoTimeIsAbsent() {
        for (String text : new String[] {
            "",
            "2026",
            "2026-08-05T11:45:36",
            "2026-08-05T11:45:36.",
            "2026-08-05T11:45:36.Z",
            "2026-08-05T11:45:36ZZ",
            "2026-08-05T24:00:00Z",
            "2026-08-05T11:60:00Z",
            "2026-08-05T11:45:60Z",
            "2026-00-05T11:45:36Z",
            "2026-08-32T11:45:36Z",
            "2023-02-29T11:45:36Z",
            "2100-02-29T11:45:36Z",
            "2026-08-05T11:45:36+0530",
            "2026-08-05T11:45:36+25:00",
            "2026-08-05 11:45:36Z",
            "20a6-08-05T11:45:36Z"
        }) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(TimeText.micros(bytes, 0, bytes.length)).as(text).isEqualTo(Times.ABSENT);
        }
    }

    @Test
    void namesSurviveAFullTable() {
        Names names = new Names(64);
        for (int i = 0; i < 1000; i++) {
            byte[] text = ("MARKET-" + i).getBytes(StandardCharsets.US_ASCII);
            String first = names.of(text, 0, text.length);
            assertThat(first).isEqualTo("MARKET-" + i);
            assertThat(names.of(text, 0, text.length)).isSameAs(first);
        }
    }
}
