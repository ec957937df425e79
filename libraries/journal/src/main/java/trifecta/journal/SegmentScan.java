package trifecta.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a segment holds, read from its begin to its last whole block.
 *
 * @param last the last entry; first - 1 when there is none
 * @param wholeBytes size of the file up to the end of the last whole block
 * @param tornBytes what is left behind it
 * @param corrupt ranges before {@code last} that cannot be read
 */
record SegmentScan(long last, long wholeBytes, long tornBytes, List<CorruptRangeException> corrupt) {

    static SegmentScan of(SegmentFile file) throws InterruptedException {
        SegmentName name = file.name();
        List<CorruptRangeException> corrupt = new ArrayList<>();
        long last = name.first() - 1;
        long offset = SegmentHeader.BYTES;
        while (true) {
            switch (file.step(offset, last + 1)) {
                case SegmentFile.Whole whole -> {
                    last = whole.header().last();
                    offset = whole.nextOffset();
                }
                case SegmentFile.Passed passed -> offset = passed.nextOffset();
                case SegmentFile.Damaged damaged -> {
                    corrupt.add(
                            FolderWalk.corrupt(name.boot(), last + 1, damaged.last(), file.path(), damaged.reason()));
                    last = damaged.last();
                    offset = damaged.nextOffset();
                }
                case SegmentFile.End end -> {
                    return new SegmentScan(last, offset, end.bytesLeft(), List.copyOf(corrupt));
                }
            }
        }
    }
}
