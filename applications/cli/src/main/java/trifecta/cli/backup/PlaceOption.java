package trifecta.cli.backup;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trifecta.cli.ConnectionString;
import trifecta.cli.pitr.BackupFolder;
import trifecta.cli.pitr.Login;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.cli.up.CacheFolder;
import trifecta.cli.up.StackBackups;

/** Which production, and where its backups lie: those of the stack on this machine, or others. */
final class PlaceOption {
    @Option(names = "--data", paramLabel = "DIR", description = "the data folder of `up` (./data)")
    Path data = Path.of("data");

    @Option(names = "--backups", paramLabel = "DIR", description = "folder of the backups (DATA/backups)")
    @Nullable Path backups;

    @Option(
            names = "--production",
            paramLabel = "URL",
            description = "another production's connection string (postgresql:// or jdbc:postgresql://)")
    @Nullable String production;

    BackupFolder folder() {
        return backups == null ? stack().folder() : BackupFolder.of(backups);
    }

    StackBackups stack() {
        return new StackBackups(data);
    }

    ConnectionString connection() {
        return production == null ? stack().production() : ConnectionString.parse(production);
    }

    Login login() {
        return Login.of(connection());
    }

    static PostgresSoftware software() {
        return PostgresSoftware.unpacked(CacheFolder.path());
    }
}
