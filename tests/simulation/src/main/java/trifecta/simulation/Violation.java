package trifecta.simulation;

/** A guarantee was broken. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String facts) {
        super(facts);
    }
}
