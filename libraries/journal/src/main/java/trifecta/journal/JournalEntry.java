package trifecta.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import trifecta.market.Position;

/**
 * One entry of a journal. The bytes are a window of a larger array that the entry shares with its neighbours and with other
 * readers: read them, never write them, and copy what has to outlive a batch (an entry keeps its whole block in memory).
 *
 * @param n place within the boot, dense from 1
 * @param connection number of the connection within the boot; 0 for entries of the line itself
 * @param receivedAtMicros the writer's clock, microseconds UTC
 */
@SuppressWarnings(
        "ArrayRecordComponent") // a window on purpose: copying 40,000 frames a second would be the largest cost of a
// reader
public record JournalEntry(
        int boot, long n, EntryKind kind, int connection, long receivedAtMicros, byte[] bytes, int offset, int length) {

    public Position position() {
        return new Position(boot, n);
    }

    /** The payload, copied. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
