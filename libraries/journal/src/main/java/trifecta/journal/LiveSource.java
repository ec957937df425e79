package trifecta.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import trifecta.market.Position;

/**
 * The blocks of an open journal: earlier boots and what memory no longer holds from disk, the rest from the tail. The switch is a
 * look-up by the next number, so it can neither lose nor repeat.
 */
final class LiveSource implements BlockSource {
    private final Path folder;
    private final int boot;
    private final Tail tail;
    private final FolderWalk walk;
    private boolean earlierBootsRead;

    LiveSource(Path folder, int boot, Tail tail) {
        this.folder = folder;
        this.boot = boot;
        this.tail = tail;
        this.walk = new FolderWalk(folder);
    }

    @Override
    public Optional<Block> next(Position after, Duration wait) throws InterruptedException {
        if (after.boot() < boot && !earlierBootsRead) {
            Optional<Block> earlier = walk.next(after, Duration.ZERO);
            if (earlier.isPresent()) {
                return earlier;
            }
            earlierBootsRead = true;
        }
        long n = after.boot() < boot ? 1 : after.n() + 1;
        return tail.awaitEntry(n, wait.toNanos()) ? Optional.of(existing(n)) : Optional.empty();
    }

    private Block existing(long n) throws InterruptedException {
        Optional<Block> inMemory = tail.holding(n);
        if (inMemory.isPresent()) {
            walk.reset();
            return inMemory.get();
        }
        return walk.next(new Position(boot, n - 1), Duration.ZERO)
                .orElseThrow(() -> FolderWalk.corrupt(
                        boot, n, tail.oldest() - 1, folder, "they were durable and are not on disk any more"));
    }

    @Override
    public void close() {
        walk.close();
    }
}
