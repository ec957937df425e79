package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What a data folder says of its server without it: its control file begins with the system identifier. */
final class ControlFile {
    private ControlFile() {}

    /**
     * Which server's the folder is.
     *
     * @return empty when there is no control file
     */
    static Optional<Long> systemIdentifier(Path data) throws IOException {
        try {
            byte[] content = Files.readAllBytes(data.resolve(BaseCopy.CONTROL));
            return content.length < Long.BYTES
                    ? Optional.empty()
                    : Optional.of(ByteBuffer.wrap(content)
                            .order(ByteOrder.nativeOrder())
                            .getLong());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
