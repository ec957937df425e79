package trifecta.protocol.websocket;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;

/** TLS of the Java runtime, with the host's name verified. */
final class Tls {
    private Tls() {}

    static SslContext context(URI uri, ConnectionSettings settings) throws ConnectException {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm("HTTPS");
            settings.trustedCertificates().ifPresent(pem -> builder.trustManager(pem.toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new ConnectException(
                    "connect to " + uri + ": the trusted certificates cannot be used (" + e.getMessage() + ")",
                    OptionalInt.empty(),
                    "give a PEM file of certificates, or none to use the Java runtime's",
                    e);
        }
    }
}
