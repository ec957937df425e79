package trifecta.protocol;

/** A key file cannot be used. The message is one sentence with the file and the fact, the hint says what to do. */
public final class KeyFileException extends Exception {
    private final String hint;

    public KeyFileException(String fact, String hint) {
        super(fact);
        this.hint = hint;
    }

    public KeyFileException(String fact, String hint, Throwable cause) {
        super(fact, cause);
        this.hint = hint;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }
}
