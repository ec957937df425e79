package trifecta.protocol;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;

/** RSA keys in PEM files. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class KeyFile {
    private KeyFile() {}

    /**
     * Reads a private key, PKCS#1 ({@code BEGIN RSA PRIVATE KEY}) or PKCS#8 ({@code BEGIN PRIVATE KEY}).
     *
     * @throws KeyFileException when it cannot be read, holds no such key, or others than its owner may read it
     */
    public static PrivateKey privateKey(Path file) throws KeyFileException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a public key ({@code BEGIN PUBLIC KEY}).
     *
     * @throws KeyFileException when it cannot be read or holds no such key
     */
    public static PublicKey publicKey(Path file) throws KeyFileException {
        throw new UnsupportedOperationException();
    }

    /** Makes a new key pair: the private key as PKCS#8 that only its owner may read, the public key beside it. */
    public static void generate(Path privateFile, Path publicFile) throws KeyFileException {
        throw new UnsupportedOperationException();
    }
}
