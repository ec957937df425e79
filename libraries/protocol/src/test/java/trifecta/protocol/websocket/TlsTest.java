package trifecta.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import trifecta.protocol.websocket.Closure.Cause;

/** A certificate for localhost of nobody's authority. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final ConnectionSettings SETTINGS = new ConnectionSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(300), 4 << 20, Optional.empty());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theHostsCertificateMustBeTrustedAndItsOwn() throws Exception {
        Path store = folder.resolve("store.p12");
        Path certificate = folder.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "x",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        try (RawServer server = new RawServer(sockets(store), peer -> {
            peer.welcome();
            peer.text("secret");
            peer.awaitEnd();
        })) {
            Recorder recorder = new Recorder();
            URI named = URI.create("wss://localhost:" + server.port() + "/");
            ConnectionSettings trusting = SETTINGS.withTrustedCertificates(certificate);
            MarketDataConnection connection = open(named, trusting, recorder);
            assertThat(recorder.next(2)).containsExactly("opened", "secret");
            connection.abort();
            assertThat(recorder.closure().cause()).isEqualTo(Cause.CLOSED_BY_US);

            Recorder nothing = new Recorder();
            assertThatThrownBy(() -> open(named, SETTINGS, nothing))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("PKIX");
            URI numbered = URI.create("wss://127.0.0.1:" + server.port() + "/");
            assertThatThrownBy(() -> open(numbered, trusting, nothing))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("127.0.0.1");
            assertThatThrownBy(() -> open(
                            named,
                            SETTINGS.withTrustedCertificates(Files.writeString(folder.resolve("x"), "x")),
                            nothing))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("trusted certificates cannot be used");
            assertThat(nothing.isQuiet()).isTrue();
        }
    }

    private static MarketDataConnection open(URI uri, ConnectionSettings settings, Listener listener)
            throws ConnectException, InterruptedException {
        return MarketDataConnection.open(uri, null, InstantSource.system(), settings, listener);
    }

    private static ServerSocketFactory sockets(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
