package trifecta.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A segment read block by block, at positions, without writing. It judges what stands at a place; what a missing end means is
 * the caller's to say, who knows what the segment should hold. Single-threaded.
 */
final class SegmentFile implements AutoCloseable {
    private static final int SCAN_BYTES = 1 << 20;

    private final SegmentName name;
    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(BlockHeader.BYTES);
    private byte[] stored = new byte[0];

    /** What stands at a place of the file. */
    sealed interface Step {}

    /** A whole block; {@link SegmentFile#load} decompresses it until the next step. */
    record Whole(BlockHeader header, long nextOffset) implements Step {}

    /** Nothing that was asked for; go on there. */
    record Passed(long nextOffset) implements Step {}

    /** Entries up to {@code last} cannot be read; what follows them begins at {@code nextOffset}. */
    record Damaged(long last, long nextOffset, String reason) implements Step {}

    /** No whole block here or behind; that many bytes are left. */
    record End(long bytesLeft) implements Step {}

    private SegmentFile(SegmentName name, Path path, FileChannel channel) throws IOException {
        this.name = name;
        this.path = path;
        this.channel = channel;
        ByteBuffer start = ByteBuffer.allocate(SegmentHeader.BYTES);
        Disk.readFully(channel, start, 0);
        SegmentHeader.Reading reading = SegmentHeader.decode(start);
        if (reading instanceof SegmentHeader.OtherVersion other) {
            throw new JournalException(
                    "read journal",
                    path,
                    "its format is version " + other.version() + ", this program knows " + SegmentHeader.VERSION,
                    "read it with the program that wrote it, or a newer one");
        }
    }

    /** Empty when the file has gone, be it to its final name or for good. */
    static Optional<SegmentFile> open(Path folder, SegmentName name) throws InterruptedException {
        Path path = name.in(folder);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return Optional.of(new SegmentFile(name, path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw readFailure(path, e);
        }
    }

    /**
     * Reads what stands at {@code offset}.
     *
     * @param expected the entry that is wanted: blocks before it are passed, a block beyond it tells of damage
     */
    Step step(long offset, long expected) throws InterruptedException {
        try {
            return stepAt(offset, expected);
        } catch (IOException e) {
            throw readFailure(path, e);
        }
    }

    /** The block of the step before. */
    Block load(BlockHeader whole) {
        byte[] raw = new byte[whole.rawBytes()];
        try {
            long size = Zstd.decompressByteArray(raw, 0, raw.length, stored, 0, whole.storedBytes());
            if (size == raw.length) {
                return Block.stored(whole, raw);
            }
            throw undecodable(whole, "it holds " + size + " bytes, its header says " + raw.length);
        } catch (ZstdException e) {
            throw undecodable(whole, String.valueOf(e.getMessage()));
        }
    }

    SegmentName name() {
        return name;
    }

    Path path() {
        return path;
    }

    private Step stepAt(long offset, long expected) throws IOException {
        long size = channel.size();
        if (size - offset < BlockHeader.BYTES) {
            return new End(Math.max(0, size - offset));
        }
        header.clear();
        Disk.readFully(channel, header, offset);
        Optional<BlockHeader> found = BlockHeader.read(header, 0).filter(this::belongsHere);
        return found.isPresent() ? judge(found.get(), offset, expected, size) : search(offset, expected, size);
    }

    private Step judge(BlockHeader block, long offset, long expected, long size) throws IOException {
        long next = offset + BlockHeader.BYTES + block.storedBytes();
        if (next > size) {
            return new End(size - offset);
        }
        if (block.last() < expected) {
            return new Passed(next);
        }
        if (block.first() > expected) {
            return new Damaged(block.first() - 1, offset, "the block before " + block.first() + " is missing");
        }
        if (readStored(block, offset)) {
            return new Whole(block, next);
        }
        // A block is begun only when the one before it is durable: bytes behind a bad block mean that it was whole
        // once.
        return next < size
                ? new Damaged(block.last(), next, "checksum of the block at byte " + offset + " is wrong")
                : new End(size - offset);
    }

    private boolean readStored(BlockHeader block, long offset) throws IOException {
        if (stored.length < block.storedBytes()) {
            stored = new byte[Math.max(block.storedBytes(), 2 * stored.length)];
        }
        ByteBuffer target = ByteBuffer.wrap(stored, 0, block.storedBytes());
        Disk.readFully(channel, target, offset + BlockHeader.BYTES);
        return target.limit() == block.storedBytes()
                && BlockHeader.crc32c(target, 0, block.storedBytes()) == block.crc();
    }

    /** Looks for the next whole block behind a place where there is none. */
    private Step search(long offset, long expected, long size) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SCAN_BYTES);
        for (long start = offset + 1; size - start >= BlockHeader.BYTES; start += SCAN_BYTES - BlockHeader.BYTES + 1) {
            window.clear();
            Disk.readFully(channel, window, start);
            for (int at = 0; at + BlockHeader.BYTES <= window.limit(); at++) {
                if (window.getInt(at) == BlockHeader.MAGIC) {
                    Optional<BlockHeader> found = BlockHeader.read(window, at).filter(this::belongsHere);
                    if (found.isPresent() && readStored(found.get(), start + at)) {
                        return behindDamage(found.get(), offset, start + at, expected);
                    }
                }
            }
        }
        return new End(size - offset);
    }

    private static Step behindDamage(BlockHeader next, long offset, long nextOffset, long expected) {
        return next.first() <= expected
                ? new Passed(nextOffset)
                : new Damaged(next.first() - 1, nextOffset, "the block at byte " + offset + " is damaged");
    }

    private boolean belongsHere(BlockHeader block) {
        return block.boot() == name.boot() && block.first() >= name.first();
    }

    private CorruptRangeException undecodable(BlockHeader block, String why) {
        return FolderWalk.corrupt(
                name.boot(), block.first(), block.last(), path, "a block with a good checksum: " + why);
    }

    private static JournalException readFailure(Path path, IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            Thread.interrupted(); // told by the exception from here on
            throw new InterruptedException("interrupted while reading " + path);
        }
        return Disk.failure("read journal", path, e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Disk.failure("close journal", path, e);
        }
    }
}
