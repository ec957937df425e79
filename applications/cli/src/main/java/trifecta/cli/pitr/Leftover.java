package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The log in the data folder of a server that ended, perhaps before it archived all of it.
 *
 * @param folder of the log
 * @param names of all files in it
 */
record Leftover(Path folder, List<String> names) {
    /** Nothing where there is no such folder, or where it is another server's. */
    static Leftover of(Path data, List<Backup.Whole> backups) throws IOException {
        Path log = data.resolve("pg_wal");
        Optional<Long> server = ControlFile.systemIdentifier(data);
        if (!Files.isDirectory(log)
                || backups.stream()
                        .noneMatch(each -> server.filter(
                                        id -> id == each.manifest().systemIdentifier())
                                .isPresent())) {
            return new Leftover(log, List.of());
        }
        try (Stream<Path> files = Files.list(log)) {
            return new Leftover(
                    log,
                    files.filter(Files::isRegularFile)
                            .map(each -> each.getFileName().toString())
                            .toList());
        }
    }

    List<Segment> segments(int segmentBytes) {
        return names.stream()
                .flatMap(name -> Segment.of(name, segmentBytes).stream())
                .toList();
    }

    /** Copies what recovery may read and the archive has not, for recovery asks the archive first. */
    void keep(Restores.Choice choice, WalArchive archive, Path data) throws IOException {
        Segment first = choice.backup().manifest().begin().segment();
        for (String name : names) {
            boolean wanted = name.endsWith(".history")
                    || Segment.of(name, first.bytes())
                            .filter(choice.lineage()::reads)
                            .filter(segment -> segment.number() >= first.number())
                            .isPresent();
            if (wanted && !archive.has(name)) {
                Files.copy(
                        folder.resolve(name), data.resolve("pg_wal").resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
