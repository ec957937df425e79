package trifecta.journal;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Position;

/** Takes entries from blocks, one block at a time. */
final class BlockReader implements JournalReader {
    private final BlockSource source;
    private Position position;
    private @Nullable BlockCursor cursor;

    BlockReader(BlockSource source, Position after) {
        this.source = source;
        this.position = after;
    }

    @Override
    public Optional<JournalEntry> poll(Duration wait) throws InterruptedException {
        BlockCursor present = cursor;
        if (present == null || !present.hasNext()) {
            Optional<Block> next = nextBlock(wait);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            present = BlockCursor.behind(next.get(), position);
            cursor = present;
        }
        JournalEntry entry = present.next();
        position = entry.position();
        return Optional.of(entry);
    }

    private Optional<Block> nextBlock(Duration wait) throws InterruptedException {
        try {
            return source.next(position, wait);
        } catch (CorruptRangeException e) {
            position = e.to();
            throw e;
        }
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void close() {
        source.close();
    }
}
