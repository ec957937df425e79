package trifecta.store.views;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;

/** Times as people write and read them: UTC, whatever the machine's zone. */
public final class TimeText {
    private static final DateTimeFormatter TABLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** End of the year 9999. */
    public static final long LATEST = 253_402_300_799_999_999L;

    private static final int DATE_LENGTH = 10;

    private TimeText() {}

    /** For people: in columns of one width, without a zone. */
    public static String table(long micros) {
        return micros == Times.ABSENT ? "" : TABLE.format(instant(micros).atOffset(ZoneOffset.UTC));
    }

    /** For people, in whole milliseconds, where there is little room. */
    public static String millis(long micros) {
        String text = table(micros);
        return text.isEmpty() ? text : text.substring(0, text.length() - 3);
    }

    /** For machines; empty where it is absent. */
    public static String iso(long micros) {
        return micros == Times.ABSENT ? "" : instant(micros).toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** As {@link #iso}; null where it is absent. */
    public static @Nullable String isoOrNull(long micros) {
        return micros == Times.ABSENT ? null : iso(micros);
    }

    /**
     * Reads what a person types: a date, with or without a time, with or without a zone.
     *
     * @return microseconds
     * @throws IllegalArgumentException with a sentence, when it is no time
     */
    public static long parse(String text) {
        try {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant(text.strip()));
            if (micros < 0 || micros > LATEST) {
                throw new DateTimeException("outside of what is stored");
            }
            return micros;
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no time: it is written like 2026-08-10T22:52:07.5Z, 2026-08-10 22:52 or 2026-08-10, UTC",
                    e);
        }
    }

    private static Instant instant(String text) {
        if (text.length() <= DATE_LENGTH) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String iso = text.replace(' ', 'T').replace("TUTC", "Z").toUpperCase(Locale.ROOT);
        String time = iso.substring(DATE_LENGTH);
        return time.endsWith("Z") || time.contains("+") || time.contains("-")
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    /** For a statement. */
    static OffsetDateTime time(long micros) {
        return OffsetDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
    }

    /** From a row; absent where it is null. */
    static long micros(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? Times.ABSENT : ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
    }
}
