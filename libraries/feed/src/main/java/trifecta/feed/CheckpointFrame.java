package trifecta.feed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A checkpoint with its checksum behind it, so that a torn file is told from a whole one. */
final class CheckpointFrame {
    private CheckpointFrame() {}

    static byte[] seal(byte[] content) {
        byte[] sealed = Arrays.copyOf(content, content.length + Integer.BYTES);
        ByteBuffer.wrap(sealed).putInt(content.length, checksum(content, content.length));
        return sealed;
    }

    static byte[] open(byte[] sealed) {
        int length = sealed.length - Integer.BYTES;
        if (length < 0 || ByteBuffer.wrap(sealed).getInt(length) != checksum(sealed, length)) {
            throw new UnreadableCheckpoint("its checksum is wrong");
        }
        return Arrays.copyOf(sealed, length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
