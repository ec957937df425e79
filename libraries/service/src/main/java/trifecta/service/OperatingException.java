package trifecta.service;

/**
 * Something outside the program does not allow an operation: a port in use, an unreachable database, a bad key. It says
 * the operation, the facts and what to do; it is shown as one sentence, without a stack trace unless asked for.
 */
public class OperatingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final String facts;
    private final String hint;

    /**
     * Without a cause, where the facts say everything.
     *
     * @param operation what was being done, {@code "listen on port 8080"}
     * @param facts what was found, {@code "the port is in use"}
     * @param hint what to do, {@code "choose another with --port"}; may be empty
     */
    public OperatingException(String operation, String facts, String hint) {
        super(sentence(operation, facts, hint));
        this.operation = operation;
        this.facts = facts;
        this.hint = hint;
    }

    /** With the exception that told of it, which is shown only with {@code --verbose}. */
    public OperatingException(String operation, String facts, String hint, Throwable cause) {
        super(sentence(operation, facts, hint), cause);
        this.operation = operation;
        this.facts = facts;
        this.hint = hint;
    }

    /** What was being done. */
    public String operation() {
        return operation;
    }

    /** What was found. */
    public String facts() {
        return facts;
    }

    /** What to do; empty when nothing sensible can be said. */
    public String hint() {
        return hint;
    }

    private static String sentence(String operation, String facts, String hint) {
        return operation + ": " + facts + (hint.isEmpty() ? "" : "; " + hint);
    }
}
