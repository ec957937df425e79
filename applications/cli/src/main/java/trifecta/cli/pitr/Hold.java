package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** The lock of a folder of backups, which names who holds it. */
final class Hold implements AutoCloseable {
    private static final int NAME_MAX = 200;

    private final FileChannel file;

    Hold(FileChannel file) {
        this.file = file;
    }

    /** Who wrote its name last. */
    String who() throws IOException {
        ByteBuffer name = ByteBuffer.allocate(NAME_MAX);
        int length = Math.max(0, file.read(name, 0));
        return new String(name.array(), 0, length, StandardCharsets.UTF_8).strip();
    }

    void sign(String name) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new OperatingException("let go of the folder of backups", FileTrouble.words(e), "", e);
        }
    }
}
