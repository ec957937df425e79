package trifecta.journal;

import java.util.List;
import trifecta.market.Position;

/**
 * What opening a journal found of the boot before.
 *
 * @param boots boots seen on disk, this one not counted
 * @param last place of the last entry on disk, {@link Position#START} when there is none
 * @param wasOpen the boot before left a segment open: it was not closed cleanly. One that died between two segments leaves none
 * @param tornBytes bytes behind its last whole block, cut off: they were never promised
 * @param corrupt ranges of its last segment that cannot be read; they are reported again to whoever reads them
 */
public record RecoveryReport(
        int boots, Position last, boolean wasOpen, long tornBytes, List<CorruptRangeException> corrupt) {}
