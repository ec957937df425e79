package trifecta.console.look;

/** A parameter that cannot be understood, said in a sentence. */
final class BadQuestion extends Exception {
    private static final long serialVersionUID = 1;

    BadQuestion(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
