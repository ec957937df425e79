package trifecta.store.postgres;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets warnings and errors of Flyway through and keeps its steps for those who look for them. Made by Flyway, by name. */
public final class MigrationLog implements LogCreator {
    @Override
    public Log createLogger(Class<?> speaker) {
        return new Lines(LoggerFactory.getLogger(speaker));
    }

    private record Lines(Logger target) implements Log {
        @Override
        public void debug(String message) {
            target.trace(message);
        }

        @Override
        public void info(String message) {
            target.debug(message);
        }

        @Override
        public void warn(String message) {
            target.warn(message);
        }

        @Override
        public void error(String message) {
            target.error(message);
        }

        @Override
        public void error(String message, Exception failure) {
            target.error(message, failure);
        }

        @Override
        public void notice(String message) {
            target.debug(message);
        }
    }
}
