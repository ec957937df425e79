package trifecta.console.look;

/** A parameter that cannot be understood, said in a sentence. */
public final class BadQuestion extends Exception {
    private static final long serialVersionUID = 1;

    /** @param sentence what cannot be understood, for people */
    public BadQuestion(String sentence) {
        super(sentence);
    }

    /** For people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
