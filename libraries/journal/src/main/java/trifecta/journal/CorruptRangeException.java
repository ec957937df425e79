package trifecta.journal;

import java.nio.file.Path;
import trifecta.market.Position;

/** Entries that were once durable cannot be read: bit rot, or a segment that somebody removed. */
public final class CorruptRangeException extends JournalException {
    private final Position from;
    private final Position to;

    /**
     * @param from the first entry that cannot be read
     * @param to the last one, of the same boot
     * @param path the segment, or the folder when a segment is missing
     */
    public CorruptRangeException(Position from, Position to, Path path, String reason) {
        super(
                "read journal",
                path,
                "entries " + from + " to " + to + " cannot be read: " + reason,
                "they are lost to this line; check the disk and keep the file for study");
        this.from = from;
        this.to = to;
    }

    public Position from() {
        return from;
    }

    public Position to() {
        return to;
    }
}
