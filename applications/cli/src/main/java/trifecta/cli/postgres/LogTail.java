package trifecta.cli.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The end of a process's log, for a sentence that says why it does not run. */
public final class LogTail {
    /** Enough for the last words of a process, little enough to read at once. */
    private static final int BYTES = 16_384;

    private static final List<String> COMPLAINTS = List.of("FATAL:", "PANIC:", "ERROR", "error:");

    private LogTail() {}

    /** The last line that complains, else the last line. */
    public static String lastComplaint(Path log) {
        List<String> lines = lines(log).reversed();
        return lines.stream()
                .filter(line -> COMPLAINTS.stream().anyMatch(line::contains))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse("it does not say why");
    }

    private static List<String> lines(Path log) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - BYTES));
            byte[] end = new byte[BYTES];
            int length = 0;
            for (int read = 0; read >= 0 && length < BYTES; length += Math.max(0, read)) {
                read = file.read(ByteBuffer.wrap(end, length, BYTES - length));
            }
            return Arrays.stream(new String(end, 0, length, StandardCharsets.UTF_8).split("\n", -1))
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            return List.of("its log cannot be read: " + e);
        }
    }
}
