package trifecta.store;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked: what was tried, what is known, and what a person can do about it. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final String facts;
    private final String hint;
    private final boolean passing;

    /**
     * @param operation what was tried, such as "append 200 rows behind 3:88120"
     * @param facts what is known, such as "connection refused by localhost:5432"
     * @param hint what to do, as a sentence without a full stop
     * @param passing whether trying again later can heal it without a hand
     */
    public StoreException(String operation, String facts, String hint, boolean passing, @Nullable Throwable cause) {
        super(operation + ": " + facts + "; " + hint, cause);
        this.operation = operation;
        this.facts = facts;
        this.hint = hint;
        this.passing = passing;
    }

    public String operation() {
        return operation;
    }

    public String facts() {
        return facts;
    }

    public String hint() {
        return hint;
    }

    /** Whether trying again later can heal it without a hand. */
    public boolean passing() {
        return passing;
    }
}
