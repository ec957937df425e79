package trifecta.protocol.rest;

/** An answer, or one item of it, is not what the exchange documents; never leaves this package. */
final class MalformedException extends Exception {
    MalformedException(String fact) {
        super(fact, null, false, false);
    }

    String fact() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
