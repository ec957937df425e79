package trifecta.protocol;

/** Leaves the reading of a message that makes no sense; never leaves this package. Costs no stack trace. */
final class UndecodableException extends Exception {
    UndecodableException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
