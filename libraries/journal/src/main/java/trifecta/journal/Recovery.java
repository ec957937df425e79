package trifecta.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import trifecta.market.Position;

/**
 * Brings a folder whose writer died to rest: each segment with an open name is cut behind its last whole block and gets the name of
 * the range it holds. Doing it twice does no harm.
 */
final class Recovery {
    private final Path folder;
    private final List<CorruptRangeException> corrupt = new ArrayList<>();
    private long tornBytes;

    private Recovery(Path folder) {
        this.folder = folder;
    }

    static RecoveryReport recover(Path folder) {
        return new Recovery(folder).run();
    }

    private RecoveryReport run() {
        boolean wasOpen = false;
        for (SegmentName name : Disk.segments(folder)) {
            if (name.isOpen()) {
                wasOpen = true;
                settle(name);
            }
        }
        List<SegmentName> names = Disk.segments(folder);
        int boots = (int) names.stream().mapToInt(SegmentName::boot).distinct().count();
        Position last = names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> new Position(name.boot(), name.last().orElseThrow()))
                .reduce(Position.START, (earlier, later) -> later);
        return new RecoveryReport(boots, last, wasOpen, tornBytes, List.copyOf(corrupt));
    }

    private void settle(SegmentName name) {
        Path path = name.in(folder);
        try (SegmentFile file = SegmentFile.open(folder, name).orElseThrow()) {
            SegmentScan scan = SegmentScan.of(file);
            corrupt.addAll(scan.corrupt());
            tornBytes += scan.tornBytes();
            finish(path, scan.wholeBytes(), name.ended(scan.last()).in(folder));
        } catch (IOException e) {
            throw Disk.failure("recover journal", path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("recover journal", path, "interrupted", "open it again", e);
        }
    }

    private void finish(Path path, long wholeBytes, Path ended) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(wholeBytes);
            channel.force(true);
        }
        Files.move(path, ended, StandardCopyOption.ATOMIC_MOVE);
        Disk.syncFolder(folder);
    }
}
