package trifecta.cli.up;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import trifecta.service.OperatingException;
import trifecta.service.Secret;

/** Secrets of a stack, made once and readable by their owner alone: a key pair for each line, a password for the databases. */
record KeyPairs(Path folder) {
    /** What Kalshi asks of its customers' keys. */
    private static final int RSA_BITS = 2048;

    private static final int PASSWORD_BYTES = 16;
    private static final int PEM_LINE = 64;

    /** The private key of a line, PKCS#8 in PEM; made with its public half when it is not there yet. */
    Path privateKey(String name) {
        Path file = folder.resolve(name + ".pem");
        if (!Files.exists(file)) {
            KeyPair pair = generate();
            write(publicKey(name), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            write(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        }
        return file;
    }

    /** The public key that belongs to {@link #privateKey}. */
    Path publicKey(String name) {
        return folder.resolve(name + ".public.pem");
    }

    /** The password of the databases' owner. */
    Secret password() {
        Path file = folder.resolve("postgres.password");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(random);
                write(file, HexFormat.of().formatHex(random));
            }
            return Secret.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new OperatingException("read " + file, e.toString(), "", e);
        }
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static String pem(String what, byte[] content) {
        byte[] newline = {'\n'};
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(PEM_LINE, newline).encodeToString(content) + "\n-----END " + what + "-----\n";
    }

    private static void write(Path file, String content) {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.deleteIfExists(file);
            try (var channel = Files.newByteChannel(file, fresh, owner)) {
                channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (FileAlreadyExistsException e) {
            throw new OperatingException("write " + file, "somebody else made it at the same time", "start again", e);
        } catch (IOException e) {
            throw new OperatingException("write " + file, e.toString(), "", e);
        }
    }
}
