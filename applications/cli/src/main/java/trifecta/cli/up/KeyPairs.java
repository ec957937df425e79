package trifecta.cli.up;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import trifecta.protocol.KeyFile;
import trifecta.protocol.KeyFileException;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;
import trifecta.service.Secret;

/** Secrets of a stack, made once and readable by their owner alone: a key pair for each line, a password for the databases. */
record KeyPairs(Path folder) {
    private static final int PASSWORD_BYTES = 16;

    /** The private key of a line, PKCS#8 in PEM; made with its public half when the two are not there yet. */
    Path privateKey(String name) {
        Path file = folder.resolve(name + ".pem");
        if (!Files.exists(file) || !Files.exists(publicKey(name))) {
            make(name, file, publicKey(name));
        }
        return file;
    }

    private static void make(String name, Path privateFile, Path publicFile) {
        try {
            discard(privateFile, publicFile); // the half of a pair whose making was cut short
            try {
                KeyFile.generate(privateFile, publicFile);
            } catch (KeyFileException e) {
                discard(privateFile, publicFile);
                throw new OperatingException("make the key of " + name, String.valueOf(e.getMessage()), e.hint(), e);
            }
        } catch (IOException e) {
            throw new OperatingException("make the key of " + name, FileTrouble.words(e), "", e);
        }
    }

    private static void discard(Path privateFile, Path publicFile) throws IOException {
        Files.deleteIfExists(privateFile);
        Files.deleteIfExists(publicFile);
    }

    /** The public key that belongs to {@link #privateKey}. */
    Path publicKey(String name) {
        return folder.resolve(name + ".public.pem");
    }

    /** The password of the databases' owner, made when it is not there yet. */
    Secret password() {
        if (!Files.exists(passwordFile())) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            write(passwordFile(), HexFormat.of().formatHex(random));
        }
        return storedPassword();
    }

    /** The password of the databases' owner as it is stored; writes nothing. */
    Secret storedPassword() {
        try {
            return Secret.of(Files.readString(passwordFile()).strip());
        } catch (NoSuchFileException e) {
            throw new OperatingException(
                    "read the password of the databases",
                    passwordFile() + " is not there",
                    "put it back, the databases take no other",
                    e);
        } catch (IOException e) {
            throw new OperatingException("read the password of the databases", FileTrouble.words(e), "", e);
        }
    }

    private Path passwordFile() {
        return folder.resolve("postgres.password");
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
            throw new OperatingException("write " + file, FileTrouble.words(e), "", e);
        }
    }
}
