package trifecta.cli.pitr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.cli.postgres.FolderSwitch;
import trifecta.service.OperatingException;

/** What a crash at any moment leaves is not taken for a backup. */
class BackupFolderTest {
    @TempDir
    private Path temporary = Path.of("");

    private BackupFolder folder() {
        return BackupFolder.of(temporary.resolve("backups")).make();
    }

    private static Path written(BackupFolder folder, String id) throws Exception {
        Path backup = Files.createDirectories(folder.base(id));
        Made.backup(id, Keep.DAILY, Instant.parse("2026-12-01T05:00:00.123456Z"), 2, false)
                .manifest()
                .write(backup);
        return backup;
    }

    @Test
    void aManifestIsReadAsItWasWritten() throws Exception {
        Path backup = written(folder(), "one");
        assertThat(Manifest.read(backup))
                .isEqualTo(Made.backup("one", Keep.DAILY, Instant.parse("2026-12-01T05:00:00.123456Z"), 2, false)
                        .manifest());
        assertThat(folder().whole("one").isVerified()).isFalse();
    }

    @Test
    void aManifestThatWasCutOrChangedIsNone() throws Exception {
        Path backup = written(folder(), "one");
        Path file = backup.resolve(Manifest.FILE);
        String text = Files.readString(file);
        for (int length = 0; length < text.strip().length(); length += 17) {
            Files.writeString(file, text.substring(0, length));
            assertThat(folder().backups()).singleElement().isInstanceOf(Backup.Damaged.class);
        }
        Files.writeString(file, text.replace("PG_VERSION", "PG_VERSIOX"));
        assertThat(folder().backups())
                .containsExactly(new Backup.Damaged("one", "its manifest is not as it was written"));
        assertThatThrownBy(() -> folder().whole("one"))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("is not as it was written");
    }

    @Test
    void aBackupThatWasBegunIsNotListedAndGoesWithTheNextWork() throws Exception {
        BackupFolder folder = folder();
        Path making = Files.createDirectories(folder.making("x").resolve("data/base"));
        Files.writeString(making.resolve("1"), "half");
        Files.createDirectories(folder.base("without"));
        assertThat(folder.backups()).containsExactly(new Backup.Damaged("without", "it has no manifest"));
        try (Hold _ = folder.hold("try")) {
            assertThat(folder.making("x")).doesNotExist();
        }
    }

    @Test
    void twoDoNotWorkInAFolderAtOnce() throws Exception {
        BackupFolder folder = folder();
        try (Hold _ = folder.hold("back up")) {
            assertThatThrownBy(() -> folder.hold("prune backups"))
                    .isInstanceOf(OperatingException.class)
                    .hasMessageContaining("prune backups: another one works in")
                    .hasMessageContaining(
                            "(back up, process " + ProcessHandle.current().pid() + ")");
        }
        folder.hold("prune backups").close();
    }

    @Test
    void aBrokenMarkOfVerificationMeansNotVerified() throws Exception {
        Path backup = written(folder(), "one");
        Files.writeString(backup.resolve("verified.json"), "{\"at\": \"2026-");
        assertThat(folder().whole("one").isVerified()).isFalse();
    }

    @Test
    void aSwitchOfFoldersGoesOnFromWhereverItWasCut() throws Exception {
        for (int cut = 0; cut < 3; cut++) {
            Path server =
                    Files.createDirectories(temporary.resolve("cut-" + cut)).resolve("production");
            FolderSwitch folders = new FolderSwitch(server);
            Files.createDirectory(server);
            Files.writeString(server.resolve("who"), "former");
            Files.createDirectory(folders.making());
            Files.writeString(folders.making().resolve("who"), "restored");
            Path restored = server.resolveSibling("production.restored");
            if (cut > 0) {
                Files.move(folders.making(), restored);
            }
            if (cut > 1) {
                Files.move(server, server.resolveSibling("production.before-1"));
            }
            var _ = new FolderSwitch(server).finish();
            assertThat(server.resolve("who")).hasContent(cut == 0 ? "former" : "restored");
            if (cut > 0) {
                assertThat(server.resolveSibling("production.before-1/who")).hasContent("former");
            }
        }
    }

    @Test
    void sizesAreWrittenForPeople() {
        assertThat(List.of(Sizes.text(0), Sizes.text(1023), Sizes.text(1536), Sizes.text(5L << 30)))
                .containsExactly("0 B", "1023 B", "1.5 kB", "5.0 GB");
    }
}
