package trifecta.cli.backup;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.cli.Paragraph;
import trifecta.cli.look.TextTable;
import trifecta.cli.look.TextTable.Column;
import trifecta.cli.pitr.Backup;
import trifecta.cli.pitr.BackupFolder;
import trifecta.cli.pitr.LogReach;
import trifecta.cli.pitr.Sizes;
import trifecta.service.Clocks;
import trifecta.service.status.Json;
import trifecta.store.views.TimeText;

/** What there is, whether it counts, and up to where it can be recovered. */
@Command(name = "list", description = "list the backups, whether each was verified, and to where it can be restored")
final class ListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Mixin
    private PlaceOption place = new PlaceOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BackupFolder folder = place.folder();
        List<Backup> backups = folder.backups();
        LogReach log = LogReach.of(folder);
        boolean verified = backups.stream().anyMatch(each -> each instanceof Backup.Whole whole && whole.isVerified());
        if (json) {
            out.println(Json.writeIndented(json(folder, backups, log)));
        } else {
            print(out, folder, backups, log, verified);
        }
        return verified ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(
            PrintWriter out, BackupFolder folder, List<Backup> backups, LogReach log, boolean verified) {
        if (backups.isEmpty()) {
            out.println("  there is no backup in " + folder.root() + "; `trifecta backup now` takes one");
            return;
        }
        TextTable table = new TextTable(
                Column.text("BACKUP"), Column.number("SIZE"), Column.text("VERIFIED"), Column.text("RESTORES TO"));
        for (Backup each : backups) {
            switch (each) {
                case Backup.Whole whole ->
                    table.row(
                            whole.id(),
                            Sizes.text(whole.bytes()),
                            whole.verified()
                                    .map(mark -> TimeText.millis(Clocks.micros(mark.at()))
                                            .substring(0, "2026-12-01 05:23".length()))
                                    .orElse("never: no backup yet"),
                            log.words(whole));
                case Backup.Damaged damaged -> table.row(damaged.id(), "", "DAMAGED", damaged.why());
            }
        }
        table.lines().forEach(out::println);
        Paragraph.labelled(
                        "  log  ",
                        Sizes.text(log.bytes()) + ", up to segment " + log.newest()
                                + log.newestAt().map(at -> ", archived " + at).orElse(""))
                .forEach(out::println);
        if (!verified) {
            out.println("  NO BACKUP IS VERIFIED: `trifecta backup verify` restores the newest one");
        }
    }

    private static Map<String, Object> json(BackupFolder folder, List<Backup> backups, LogReach log) {
        List<Object> list = new ArrayList<>();
        for (Backup each : backups) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("id", each.id());
            switch (each) {
                case Backup.Whole whole -> {
                    one.put("keep", whole.keep().word());
                    one.put("bytes", whole.bytes());
                    one.put("consistentAt", whole.consistentAt());
                    one.put(
                            "verifiedAt",
                            whole.verified().map(Backup.Verified::at).orElse(null));
                    one.put("restoresTo", log.words(whole));
                }
                case Backup.Damaged damaged -> one.put("damaged", damaged.why());
            }
            list.add(one);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", folder.root().toString());
        json.put("backups", list);
        json.put("logBytes", log.bytes());
        json.put("newestSegment", log.newest());
        json.put("newestSegmentAt", log.newestAt().map(Instant::toString).orElse(""));
        return json;
    }
}
