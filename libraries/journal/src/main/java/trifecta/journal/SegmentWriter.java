package trifecta.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes the blocks of one boot to its segments, each durable before the next is begun (readers of a damaged file rely on that).
 * Single-threaded.
 */
final class SegmentWriter implements AutoCloseable {
    private static final int WORK_BYTES_SMALLEST = 64 << 10;

    private final Path folder;
    private final JournalLimits limits;
    private final InstantSource clock;
    private final Counters counters;
    private final int line;
    private final ZstdCompressCtx compressor = new ZstdCompressCtx();
    private ByteBuffer raw = ByteBuffer.allocateDirect(WORK_BYTES_SMALLEST);
    private ByteBuffer target = ByteBuffer.allocateDirect(WORK_BYTES_SMALLEST);

    private SegmentName name;
    private @Nullable FileChannel channel;
    private long size;
    private long last;

    /** Begins a boot: its number is durable when this returns. */
    SegmentWriter(Path folder, JournalLimits limits, InstantSource clock, Counters counters, int boot, int line) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.counters = counters;
        this.line = line;
        this.name = SegmentName.open(boot, 1);
        compressor.setLevel(limits.compressionLevel());
        compressor.setChecksum(false); // the block has its own
        begin();
    }

    /** Writes a block and makes it durable. */
    void write(Block block) {
        if (channel == null) {
            name = SegmentName.open(block.boot(), block.first());
            begin();
        }
        ByteBuffer stored = encode(block);
        int bytes = stored.remaining();
        try {
            Disk.writeFully(open(), stored);
            open().force(false);
        } catch (IOException e) {
            throw Disk.failure("write block " + block.first() + " to " + block.last() + " of journal", path(), e);
        }
        size += bytes;
        last = block.last();
        counters.add(JournalCounter.COMPRESSED_BYTES, bytes);
        if (size >= limits.segmentBytesMax()) {
            end();
        }
    }

    /** The segment that is being written, by its present name. */
    SegmentName name() {
        return name;
    }

    /** Gives the segment its final name. */
    void end() {
        Path from = path();
        try {
            open().close();
            channel = null;
            name = name.ended(last);
            Files.move(from, path(), StandardCopyOption.ATOMIC_MOVE);
            Disk.syncFolder(folder);
        } catch (IOException e) {
            throw Disk.failure("end journal segment", from, e);
        }
    }

    /** Closes as a crash would: the segment keeps its open name. */
    @Override
    public void close() throws IOException {
        compressor.close();
        if (channel != null) {
            channel.close();
        }
    }

    boolean hasSegment() {
        return channel != null;
    }

    private void begin() {
        try {
            FileChannel created = FileChannel.open(path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel = created;
            long micros = Math.multiplyExact(clock.millis(), 1000L);
            Disk.writeFully(created, new SegmentHeader(name.boot(), name.first(), line, micros).encode());
            created.force(true);
            Disk.syncFolder(folder);
        } catch (IOException e) {
            throw Disk.failure("begin journal segment", path(), e);
        }
        size = SegmentHeader.BYTES;
        last = name.first() - 1;
        counters.add(JournalCounter.SEGMENTS, 1);
        counters.add(JournalCounter.COMPRESSED_BYTES, size);
    }

    private ByteBuffer encode(Block block) {
        int used = block.used();
        raw = withCapacity(raw, used);
        raw.clear().put(block.bytes(), 0, used).flip();
        target = withCapacity(target, BlockHeader.BYTES + Math.toIntExact(Zstd.compressBound(used)));
        target.clear();
        int stored = compressor.compressDirectByteBuffer(
                target, BlockHeader.BYTES, target.capacity() - BlockHeader.BYTES, raw, 0, used);
        int crc = BlockHeader.crc32c(target, BlockHeader.BYTES, stored);
        new BlockHeader(block.boot(), block.first(), block.count(), used, stored, block.baseMicros(), crc).put(target);
        return target.position(0).limit(BlockHeader.BYTES + stored);
    }

    private static ByteBuffer withCapacity(ByteBuffer present, int needed) {
        return present.capacity() >= needed
                ? present
                : ByteBuffer.allocateDirect(Math.max(needed, 2 * present.capacity()));
    }

    private FileChannel open() {
        if (channel == null) {
            throw new IllegalStateException("no segment is open");
        }
        return channel;
    }

    private Path path() {
        return name.in(folder);
    }
}
