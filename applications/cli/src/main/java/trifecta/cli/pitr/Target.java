package trifecta.cli.pitr;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Up to where a recovery goes. */
public sealed interface Target {
    /** To the end of all log there is. */
    record Latest() implements Target {
        @Override
        public String toString() {
            return "the end of the log";
        }
    }

    /** To the last commit that is not after an instant of the server's clock. */
    record At(Instant instant) implements Target {
        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /** To the end of the base backup itself. */
    record Base() implements Target {
        @Override
        public String toString() {
            return "the end of the backup";
        }
    }

    /** The server's settings for it. */
    default List<String> settings() {
        return switch (this) {
            case Latest _ -> List.of();
            case At(Instant instant) ->
                List.of("recovery_target_time=" + Text.TIME.format(instant.atOffset(ZoneOffset.UTC)));
            case Base _ -> List.of("recovery_target=immediate");
        };
    }

    /** How PostgreSQL reads a time. */
    final class Text {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

        private Text() {}
    }
}
