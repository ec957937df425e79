package trifecta.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RSA keys in PEM files. */
public final class KeyFile {
    private static final int KEY_BITS = 2048;

    /** Far more than any key has; keeps a wrong path from reading a huge file. */
    private static final long FILE_BYTES_MAX = 64 * 1024;

    private static final Set<PosixFilePermission> OTHERS_READ =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final String PRIVATE_HINT =
            "give the PEM file that the exchange let you download with the API key (BEGIN RSA PRIVATE KEY or PRIVATE KEY)";
    private static final String PUBLIC_HINT = "give the PEM file of a public RSA key (BEGIN PUBLIC KEY)";

    /** DER of what PKCS#8 puts before a PKCS#1 key: version 0 and the algorithm rsaEncryption. */
    private static final byte[] PKCS8_PREAMBLE = {
        2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
    };

    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_OCTETS = 0x04;

    private KeyFile() {}

    /**
     * Reads a private key, PKCS#1 ({@code BEGIN RSA PRIVATE KEY}) or PKCS#8 ({@code BEGIN PRIVATE KEY}).
     *
     * @throws KeyFileException when it cannot be read, holds no such key, or others than its owner may read it
     */
    public static PrivateKey privateKey(Path file) throws KeyFileException {
        String text = read(file, PRIVATE_HINT);
        refuseOpenFile(file);
        if (text.contains("ENCRYPTED")) {
            throw new KeyFileException(
                    "private key " + file + " is protected by a passphrase",
                    "write it without one: openssl rsa -in " + file + " -out key.pem");
        }
        Matcher pem = block(file, text, PRIVATE_HINT);
        byte[] der = der(file, pem.group(2), PRIVATE_HINT);
        byte[] pkcs8 = switch (pem.group(1)) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> pkcs8(der);
            default ->
                throw new KeyFileException(file + " holds no private RSA key but: " + pem.group(1), PRIVATE_HINT);
        };
        try {
            return rsa().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            throw new KeyFileException("private key " + file + " is damaged or no RSA key", PRIVATE_HINT, e);
        }
    }

    /**
     * Reads a public key ({@code BEGIN PUBLIC KEY}).
     *
     * @throws KeyFileException when it cannot be read or holds no such key
     */
    public static PublicKey publicKey(Path file) throws KeyFileException {
        Matcher pem = block(file, read(file, PUBLIC_HINT), PUBLIC_HINT);
        if (!pem.group(1).equals("PUBLIC KEY")) {
            throw new KeyFileException(file + " holds no public key but: " + pem.group(1), PUBLIC_HINT);
        }
        try {
            return rsa().generatePublic(new X509EncodedKeySpec(der(file, pem.group(2), PUBLIC_HINT)));
        } catch (InvalidKeySpecException e) {
            throw new KeyFileException("public key " + file + " is damaged or no RSA key", PUBLIC_HINT, e);
        }
    }

    /**
     * Makes a new key pair: the private key as PKCS#8 that only its owner may read, the public key beside it.
     *
     * @throws KeyFileException when a file is there already or cannot be written
     */
    public static void generate(Path privateFile, Path publicFile) throws KeyFileException {
        KeyPair pair;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            pair = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no RSA", e);
        }
        write(privateFile, "PRIVATE KEY", pair.getPrivate().getEncoded(), "rw-------");
        write(publicFile, "PUBLIC KEY", pair.getPublic().getEncoded(), "rw-r--r--");
    }

    private static String read(Path file, String hint) throws KeyFileException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new KeyFileException(file + " is too large for a key", hint);
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new KeyFileException("key file " + file + " does not exist", hint, e);
        } catch (IOException e) {
            throw new KeyFileException(
                    "key file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "check that it is a file and that this user may read it",
                    e);
        }
    }

    private static void refuseOpenFile(Path file) throws KeyFileException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // A file system without such permissions cannot be checked.
        }
        try {
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (permissions.stream().anyMatch(OTHERS_READ::contains)) {
                throw new KeyFileException(
                        "private key " + file + " may be read by others than its owner ("
                                + PosixFilePermissions.toString(permissions) + ")",
                        "run: chmod 600 " + file);
            }
        } catch (IOException e) {
            throw new KeyFileException(
                    "permissions of key file " + file + " cannot be read", "check the file system", e);
        }
    }

    private static Matcher block(Path file, String text, String hint) throws KeyFileException {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new KeyFileException(file + " is not a PEM file with a key", hint);
        }
        return pem;
    }

    private static byte[] der(Path file, String base64, String hint) throws KeyFileException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("key " + file + " is damaged: its base64 is broken", hint, e);
        }
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(PKCS8_PREAMBLE);
        content.writeBytes(der(DER_OCTETS, pkcs1));
        return der(DER_SEQUENCE, content.toByteArray());
    }

    /** Tag, length, content; keys are always longer than 127 bytes and shorter than 65,536. */
    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        der.write(0x82);
        der.write(content.length >> 8);
        der.write(content.length);
        der.writeBytes(content);
        return der.toByteArray();
    }

    private static KeyFactory rsa() {
        try {
            return KeyFactory.getInstance("RSA");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no RSA", e);
        }
    }

    private static void write(Path file, String label, byte[] der, String permissions) throws KeyFileException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
            } else {
                Files.createFile(file);
            }
            Files.writeString(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException("key file " + file + " is there already", "move it away first", e);
        } catch (IOException e) {
            throw new KeyFileException(
                    "key file " + file + " cannot be written (" + e.getMessage() + ")",
                    "check that its folder exists and may be written",
                    e);
        }
    }
}
