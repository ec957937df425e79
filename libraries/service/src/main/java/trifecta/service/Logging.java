package trifecta.service;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line per event on standard error: UTC time, level, component, text. The only place that knows java.util.logging. */
public final class Logging {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Kept so that the configured root logger cannot be collected. */
    private static final Logger ROOT;

    static {
        // Java's own manager drops its handlers when the process is told to end, and with them every word about the
        // ending.
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", KeptUntilTheEnd.class.getName());
        }
        ROOT = Logger.getLogger("");
    }

    private Logging() {}

    /** How much is said. */
    public enum Detail {
        /** Only what is wrong. */
        WARNINGS,
        /** Changes of state that a person may act on. */
        EVENTS,
        /** Everything, stack traces too. */
        ALL
    }

    /** Sets the format and the level of the whole process; call it before anything is logged. */
    public static void configure(String component, Detail detail) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        Handler handler = new ConsoleHandler();
        handler.setFormatter(new OneLine(component, detail == Detail.ALL));
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
        ROOT.setLevel(
                switch (detail) {
                    case WARNINGS -> Level.WARNING;
                    case EVENTS -> Level.INFO;
                    case ALL -> Level.FINE;
                });
    }

    /** A manager that keeps its handlers; public because the JDK makes it by name. */
    public static final class KeptUntilTheEnd extends LogManager {
        @Override
        public void reset() {
            // the default would silence the process while it stops
        }
    }

    private static final class OneLine extends Formatter {
        private final String component;
        private final boolean traces;

        OneLine(String component, boolean traces) {
            this.component = component;
            this.traces = traces;
        }

        @Override
        public String format(LogRecord event) {
            StringBuilder line = new StringBuilder()
                    .append(TIME.format(Instant.ofEpochMilli(event.getMillis())))
                    .append(' ')
                    .append(level(event.getLevel()))
                    .append(' ')
                    .append(component)
                    .append(' ')
                    .append(formatMessage(event).replace('\n', ' '));
            Throwable thrown = event.getThrown();
            if (thrown != null) {
                line.append(": ").append(thrown);
            }
            line.append('\n');
            if (thrown != null && (traces || unforeseen(thrown))) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                line.append(trace);
            }
            return line.toString();
        }

        /** Defects show where they are; trouble with the surroundings is said in a sentence. */
        private static boolean unforeseen(Throwable thrown) {
            return (thrown instanceof RuntimeException && !(thrown instanceof OperatingException))
                    || thrown instanceof Error;
        }

        private static String level(Level level) {
            int value = level.intValue();
            if (value >= Level.SEVERE.intValue()) {
                return "ERROR";
            }
            if (value >= Level.WARNING.intValue()) {
                return "WARN ";
            }
            return value >= Level.INFO.intValue() ? "INFO " : "DEBUG";
        }
    }
}
