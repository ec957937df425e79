package trifecta.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    private Path folder = Path.of("");

    private Path privateFile = Path.of("");
    private Path publicFile = Path.of("");

    @BeforeEach
    void generateKeys() throws KeyFileException {
        privateFile = folder.resolve("key.pem");
        publicFile = folder.resolve("key.pub");
        KeyFile.generate(privateFile, publicFile);
    }

    @Test
    void aSignatureIsVerifiedWithTheOtherHalfOfItsKey() throws KeyFileException {
        Map<String, String> headers = new RequestSigner("id", KeyFile.privateKey(privateFile))
                .headers("GET", RequestSigner.WEBSOCKET_PATH + "?a=b", 1_785_930_336_560L);
        assertThat(headers)
                .containsEntry("KALSHI-ACCESS-KEY", "id")
                .containsEntry("KALSHI-ACCESS-TIMESTAMP", "1785930336560");
        String signature = String.valueOf(headers.get("KALSHI-ACCESS-SIGNATURE"));
        PublicKey key = KeyFile.publicKey(publicFile);
        String path = "/trade-api/ws/v2";
        assertThat(RequestSigner.verify(key, signature, "GET", path, "1785930336560"))
                .isTrue();
        assertThat(RequestSigner.verify(key, signature, "POST", path, "1785930336560"))
                .isFalse();
        assertThat(RequestSigner.verify(key, signature, "GET", path + "/", "1785930336560"))
                .isFalse();
        assertThat(RequestSigner.verify(key, signature, "GET", path, "1785930336561"))
                .isFalse();
        assertThat(RequestSigner.verify(key, "?", "GET", path, "1785930336560")).isFalse();
        assertThat(RequestSigner.verify(key, "AAAA", "GET", path, "1785930336560"))
                .isFalse();
    }

    /** OpenSSL's own signature and key formats, where it is installed. */
    @Test
    void opensslAgreesOnKeysAndSignatures() throws Exception {
        if (run("openssl", "version") != 0) {
            System.out.println("skipped: no openssl");
            return;
        }
        Path pkcs1 = folder.resolve("pkcs1.pem");
        assertThat(run("openssl", "rsa", "-traditional", "-in", privateFile.toString(), "-out", pkcs1.toString()))
                .isZero();
        Files.setPosixFilePermissions(pkcs1, PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(pkcs1)).contains("BEGIN RSA PRIVATE KEY");
        PrivateKey key = KeyFile.privateKey(pkcs1);
        assertThat(key).isEqualTo(KeyFile.privateKey(privateFile));

        Path message = Files.writeString(folder.resolve("message"), "5GET/x");
        String signature = String.valueOf(
                new RequestSigner("id", key).headers("GET", "/x", 5).get(RequestSigner.SIGNATURE_HEADER));
        Path signatureFile =
                Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signature));
        assertThat(run(
                        "openssl",
                        "dgst",
                        "-sha256",
                        "-sigopt",
                        "rsa_padding_mode:pss",
                        "-sigopt",
                        "rsa_pss_saltlen:32",
                        "-verify",
                        publicFile.toString(),
                        "-signature",
                        signatureFile.toString(),
                        message.toString()))
                .isZero();
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        for (String permissions : new String[] {"rw-r-----", "rw----r--"}) {
            Files.setPosixFilePermissions(privateFile, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> KeyFile.privateKey(privateFile))
                    .isInstanceOfSatisfying(KeyFileException.class, e -> {
                        assertThat(e)
                                .hasMessageContaining("may be read by others")
                                .hasMessageContaining(permissions);
                        assertThat(e.hint()).isEqualTo("run: chmod 600 " + privateFile);
                    });
        }
    }

    @Test
    void whatIsNoPrivateKeyIsRefusedWithTheReason() throws Exception {
        assertRefused(folder.resolve("none.pem"), "does not exist");
        assertRefused(folder, "cannot be read");
        assertRefused(secret("text.pem", "hello"), "is not a PEM file");
        assertRefused(secret("public.pem", Files.readString(publicFile)), "holds no private RSA key but: PUBLIC KEY");
        assertRefused(secret("short.pem", pem("PRIVATE KEY", new byte[] {1, 2, 3})), "is damaged");
        assertRefused(secret("short1.pem", pem("RSA PRIVATE KEY", new byte[] {1, 2, 3})), "is damaged");
        assertRefused(
                secret("locked.pem", pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3})), "protected by a passphrase");
        byte[] elliptic = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        assertRefused(secret("ec.pem", pem("PRIVATE KEY", elliptic)), "no RSA key");
        byte[] whole = KeyFile.privateKey(privateFile).getEncoded();
        assertRefused(secret("cut.pem", pem("PRIVATE KEY", Arrays.copyOf(whole, 600))), "is damaged");
    }

    @Test
    void whatIsNoPublicKeyIsRefusedWithTheReason() {
        assertThatThrownBy(() -> KeyFile.publicKey(privateFile))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("holds no public key but: PRIVATE KEY");
    }

    @Test
    void aKeyIsNeverOverwritten() {
        assertThatThrownBy(() -> KeyFile.generate(privateFile, publicFile))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is there already");
    }

    private static void assertRefused(Path file, String fact) {
        assertThatThrownBy(() -> KeyFile.privateKey(file)).isInstanceOfSatisfying(KeyFileException.class, e -> {
            assertThat(e).hasMessageContaining(fact).hasMessageContaining(file.toString());
            assertThat(e.hint()).isNotBlank();
        });
    }

    private Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
