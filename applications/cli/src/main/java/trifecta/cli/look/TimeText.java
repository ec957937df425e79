package trifecta.cli.look;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import trifecta.market.Times;
import trifecta.service.Clocks;

/** Times on the command line and in tables: UTC, whatever the machine's zone. */
final class TimeText {
    private static final DateTimeFormatter TABLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** End of the year 9999. */
    static final long LATEST = 253_402_300_799_999_999L;

    private TimeText() {}

    /** For people: in columns of one width, without a zone. */
    static String table(long micros) {
        return micros == Times.ABSENT ? "" : TABLE.format(instant(micros).atOffset(ZoneOffset.UTC));
    }

    /** For people, in whole milliseconds, where there is little room. */
    static String millis(long micros) {
        String text = table(micros);
        return text.isEmpty() ? text : text.substring(0, text.length() - 3);
    }

    /** For machines; empty where it is absent. */
    static String iso(long micros) {
        return micros == Times.ABSENT ? "" : instant(micros).toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Reads what a person types: a date, with or without a time, with or without a zone, as microseconds. */
    static final class Converter implements ITypeConverter<Long> {
        private static final int DATE_LENGTH = 10;

        @Override
        public Long convert(String text) {
            try {
                return Clocks.micros(parse(text.strip()));
            } catch (DateTimeException | ArithmeticException e) {
                throw new TypeConversionException(
                        "'" + text
                                + "' is no time: it is written like 2026-08-10T22:52:07.5Z, 2026-08-10 22:52 or 2026-08-10, UTC");
            }
        }

        private static Instant parse(String text) {
            if (text.length() <= DATE_LENGTH) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            String iso = text.replace(' ', 'T').replace("TUTC", "Z").toUpperCase(Locale.ROOT);
            String time = iso.substring(DATE_LENGTH);
            return time.endsWith("Z") || time.contains("+") || time.contains("-")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
    }
}
