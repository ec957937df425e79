package trifecta.console.breaking;

/** Another breakage is under way, or the console ends; said in a sentence. */
final class Busy extends Exception {
    private static final long serialVersionUID = 1;

    Busy(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
