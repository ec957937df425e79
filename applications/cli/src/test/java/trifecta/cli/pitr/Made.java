package trifecta.cli.pitr;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Backups as tests need them. */
final class Made {
    static final int SEGMENT = 16 << 20;

    private Made() {}

    static Segment segment(long number) {
        return new Segment(1, number, SEGMENT);
    }

    /** A backup that needs two segments from the one of its number on. */
    static Backup.Whole backup(String id, Keep keep, Instant end, long firstSegment, boolean verified) {
        Manifest manifest = new Manifest(
                id,
                keep,
                "18.6",
                7,
                true,
                SEGMENT,
                new Manifest.Mark(segment(firstSegment), segment(firstSegment).begin(), end.minusSeconds(10)),
                new Manifest.Mark(
                        segment(firstSegment + 1), segment(firstSegment + 1).begin(), end),
                List.of("base"),
                List.of(new Manifest.Entry("PG_VERSION", 3, "00")));
        return new Backup.Whole(
                Path.of(id),
                manifest,
                verified ? Optional.of(new Backup.Verified(end, Duration.ofSeconds(1), "read")) : Optional.empty());
    }
}
