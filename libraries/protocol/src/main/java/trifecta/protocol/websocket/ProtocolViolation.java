package trifecta.protocol.websocket;

/** The other side broke RFC 6455; never leaves this package. */
final class ProtocolViolation extends Exception {
    ProtocolViolation(String fact) {
        super(fact, null, false, false);
    }
}
