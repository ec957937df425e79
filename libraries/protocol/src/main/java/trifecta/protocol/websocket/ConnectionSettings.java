package trifecta.protocol.websocket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a connection behaves.
 *
 * @param connectTimeout for the TCP connection, and again for TLS and the WebSocket handshake together
 * @param pingSilenceMax how long we wait for data without a ping of the exchange (it sends one every 10 s) until the connection
 *     is given up; time in which the listener is busy does not count
 * @param closeTimeout how long an orderly close waits for the other side's answer
 * @param messageBytesMax a larger message is reported by {@link Listener#oversized} and skipped
 * @param trustedCertificates PEM file of the certificates to trust instead of the Java runtime's
 */
public record ConnectionSettings(
        Duration connectTimeout,
        Duration pingSilenceMax,
        Duration closeTimeout,
        int messageBytesMax,
        Optional<Path> trustedCertificates) {

    /** What fits the real exchange. The largest message it sends is the list of a subscription's markets, about 40 bytes each. */
    public static final ConnectionSettings DEFAULTS = new ConnectionSettings(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(2), 4 << 20, Optional.empty());

    public ConnectionSettings withPingSilenceMax(Duration max) {
        return new ConnectionSettings(connectTimeout, max, closeTimeout, messageBytesMax, trustedCertificates);
    }

    public ConnectionSettings withMessageBytesMax(int max) {
        return new ConnectionSettings(connectTimeout, pingSilenceMax, closeTimeout, max, trustedCertificates);
    }

    public ConnectionSettings withConnectTimeout(Duration timeout) {
        return new ConnectionSettings(timeout, pingSilenceMax, closeTimeout, messageBytesMax, trustedCertificates);
    }

    public ConnectionSettings withTrustedCertificates(Path pem) {
        return new ConnectionSettings(connectTimeout, pingSilenceMax, closeTimeout, messageBytesMax, Optional.of(pem));
    }
}
