package trifecta.protocol.rest;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: twice as long each time, half of it random, never beyond a bound. */
record BackOff(Duration first, Duration max, InstantSource clock, RandomGenerator random) {
    private static final int DOUBLINGS_MAX = 30;

    /**
     * @param failures attempts that failed so far, at least 1
     * @param retryAfter the header of the last answer
     */
    Duration delay(int failures, Optional<String> retryAfter) {
        Optional<Duration> asked = retryAfter.flatMap(this::asked);
        long millis = first.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
        long bounded = Math.min(max.toMillis(), millis);
        Duration own = Duration.ofMillis(bounded / 2 + (long) (random.nextDouble() * (bounded - bounded / 2)));
        return asked.map(delay -> delay.compareTo(max) > 0 ? max : delay)
                .filter(delay -> delay.compareTo(own) > 0)
                .orElse(own);
    }

    /** {@code Retry-After} in seconds or as a date; empty when it is neither. */
    private Optional<Duration> asked(String header) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
        } catch (NumberFormatException notSeconds) {
            try {
                ZonedDateTime date = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
                return Optional.of(Duration.between(clock.instant(), date.toInstant()));
            } catch (DateTimeParseException notDate) {
                return Optional.empty();
            }
        }
    }
}
