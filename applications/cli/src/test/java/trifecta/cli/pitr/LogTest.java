package trifecta.cli.pitr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments, timelines, the archive and what the server runs for it. */
class LogTest {
    @TempDir
    private Path temporary = Path.of("");

    private Path archive() throws IOException {
        return Files.createDirectories(temporary.resolve("a folder's %f archive"));
    }

    private WalArchive with(String... names) throws IOException {
        for (String name : names) {
            pack(archive().resolve(name + ".gz"), name);
        }
        return new WalArchive(archive(), Made.SEGMENT);
    }

    private static void pack(Path file, String text) throws IOException {
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int run(String command, Path folder) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private int archive(String segment) throws IOException, InterruptedException {
        String command = Shell.archive(archive())
                .replace("%%", "\0")
                .replace("%f", segment)
                .replace("%p", segment);
        return run(command.replace("\0", "%"), temporary);
    }

    @Test
    void aSegmentIsNamedAsPostgresqlNamesIt() {
        Segment segment = Segment.parse("00000002000000030000001F", Made.SEGMENT);
        assertThat(segment).isEqualTo(new Segment(2, 3 * 256 + 31, Made.SEGMENT));
        assertThat(segment.name()).isEqualTo("00000002000000030000001F");
        assertThat(segment.begin()).hasToString("3/1F000000");
        assertThat(Segment.holding(2, Lsn.parse("3/1F00002A"), Made.SEGMENT)).isEqualTo(segment);
        assertThat(Segment.of("00000002.history", Made.SEGMENT)).isEmpty();
    }

    @Test
    void aTimelineHoldsWhatItsAncestorsHadBeforeItBranchedOff() {
        Lineage third = Lineage.of(3, "1\t0/5000000\tbefore 2026\n\n2\t0/9000000\tno recovery target specified\n");
        assertThat(third.holds(1, Lsn.parse("0/4000000"))).isTrue();
        assertThat(third.holds(1, Lsn.parse("0/6000000"))).isFalse();
        assertThat(third.holds(2, Lsn.parse("0/6000000"))).isTrue();
        assertThat(third.holds(3, Lsn.parse("5/0"))).isTrue();
        assertThat(third.holds(4, Lsn.parse("0/1"))).isFalse();
        assertThat(third.reads(new Segment(1, 4, Made.SEGMENT))).isTrue();
        assertThat(third.reads(new Segment(1, 6, Made.SEGMENT))).isFalse();
        assertThat(third.reads(new Segment(3, 8, Made.SEGMENT))).isFalse();
        assertThat(third.reads(new Segment(3, 9, Made.SEGMENT))).isTrue();
    }

    @Test
    void aHoleInTheLogIsSeen() throws IOException {
        WalArchive archive = with(
                "000000010000000000000002",
                "000000010000000000000003",
                "000000010000000000000005",
                "000000010000000000000003.00000028.backup");
        WalArchive.Reach reach = archive.reach(Made.segment(2), Lineage.alone(1), List.of());
        assertThat(reach).isEqualTo(new WalArchive.Reach(Optional.of(3L), Optional.of(4L)));
        assertThat(archive.reach(Made.segment(2), Lineage.alone(1), List.of(Made.segment(4))))
                .as("the server that crashed has it")
                .isEqualTo(new WalArchive.Reach(Optional.of(5L), Optional.empty()));
        assertThat(archive.reach(Made.segment(1), Lineage.alone(1), List.of()))
                .isEqualTo(new WalArchive.Reach(Optional.empty(), Optional.of(1L)));
    }

    @Test
    void theLogGoesOnAlongATimeline() throws IOException {
        WalArchive archive = with("000000010000000000000002", "000000010000000000000003", "000000020000000000000003");
        pack(archive().resolve("00000002.history.gz"), "1\t0/3000100\tbefore\n");
        assertThat(archive.newestTimeline()).isEqualTo(2);
        assertThat(archive.reach(Made.segment(2), archive.lineage(2), List.of()).last())
                .contains(3L);
        assertThatThrownBy(() -> archive.lineage(3))
                .hasMessageContaining("the history of timeline 3 is not in the archive");
    }

    @Test
    void aSegmentIsArchivedOnceAndNeverReplaced() throws Exception {
        Path segment = temporary.resolve("000000010000000000000009");
        Files.writeString(segment, "first");
        assertThat(archive("000000010000000000000009")).isZero();
        assertThat(archive("000000010000000000000009")).as("the same again").isZero();
        Files.writeString(segment, "other");
        assertThat(archive("000000010000000000000009")).as("other content").isEqualTo(1);
        try (var files = Files.list(archive())) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactly("000000010000000000000009.gz");
        }
        String restore = Shell.restore(archive())
                .replace("%%", "\0")
                .replace("%f", "000000010000000000000009")
                .replace("%p", "back")
                .replace("\0", "%");
        assertThat(run(restore, temporary)).isZero();
        assertThat(temporary.resolve("back")).hasContent("first");
    }

    @Test
    void whatArchivingLeftHalfDoneIsDoneAgain() throws Exception {
        Files.writeString(archive().resolve("00000001000000000000000A.gz.part"), "half");
        Files.writeString(temporary.resolve("00000001000000000000000A"), "whole");
        assertThat(new WalArchive(archive(), Made.SEGMENT).segments()).isEmpty();
        assertThat(archive("00000001000000000000000A")).isZero();
        assertThat(new WalArchive(archive(), Made.SEGMENT).segments()).hasSize(1);
    }

    @Test
    void aSegmentThatIsNotThereEndsARecoveryAndADamagedOneStopsIt() throws Exception {
        String restore = Shell.restore(archive()).replace("%%", "\0").replace("%p", "back");
        assertThat(run(restore.replace("%f", "none").replace("\0", "%"), temporary))
                .isEqualTo(1);
        Path damaged = archive().resolve("cut.gz");
        pack(damaged, "something long enough to be cut");
        byte[] content = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(content, content.length - 6));
        assertThat(run(restore.replace("%f", "cut").replace("\0", "%"), temporary))
                .isGreaterThan(125);
    }
}
