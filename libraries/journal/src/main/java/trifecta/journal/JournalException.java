package trifecta.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A journal could not do its work. Says what it was doing, where, and what helps. */
public class JournalException extends RuntimeException {
    private final String operation;
    private final Path path;
    private final String facts;
    private final String hint;

    public JournalException(String operation, Path path, String facts, String hint) {
        this(operation, path, facts, hint, null);
    }

    public JournalException(String operation, Path path, String facts, String hint, @Nullable Throwable cause) {
        super(operation + " " + path + ": " + facts + "; " + hint, cause);
        this.operation = operation;
        this.path = path;
        this.facts = facts;
        this.hint = hint;
    }

    public String operation() {
        return operation;
    }

    public Path path() {
        return path;
    }

    public String facts() {
        return facts;
    }

    public String hint() {
        return hint;
    }
}
