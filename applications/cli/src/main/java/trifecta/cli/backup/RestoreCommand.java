package trifecta.cli.backup;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.cli.ConnectionString;
import trifecta.cli.Paragraph;
import trifecta.cli.Terminal;
import trifecta.cli.pitr.LowWater;
import trifecta.cli.pitr.Restore;
import trifecta.cli.pitr.Target;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;

/** Puts production back to an earlier time. */
@Command(
        name = "restore",
        sortOptions = false,
        description = "put production back to an earlier time; it catches up by itself when it starts",
        footer = {
            "%nThe server has to be stopped; under `up`, everything. A backup is restored beside",
            "its data folder, recovered on a port that nobody knows, compared with what each",
            "gatherer keeps, stopped, and only then takes the folder's place. The former",
            "folder stays beside it, as NAME.before-N, until a person deletes it.",
            "%nExamples",
            "  trifecta restore --to 2026-08-10T22:52:07.5Z    of the stack in ./data",
            "  trifecta restore --to latest                    as far as the log goes",
            "  trifecta restore --to -1h --into /var/lib/postgresql/18/main \\",
            "      --backups /backup/production --production URL \\",
            "      --gatherer URL1 --gatherer URL2 --gatherer URL3",
            "%nExit codes: 0 restored; 3 restored, but a line does not keep all that production",
            "lacks; 1 not restored, all is as it was, and the sentence says why."
        })
public final class RestoreCommand implements Callable<Integer> {
    /** Restored, but something has to be filled from elsewhere. */
    private static final int INCOMPLETE = 3;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = TargetConverter.class,
            description = "the instant, UTC (2026-08-10T22:52:07.5Z), how long ago (-20s), or latest")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    private Target to;

    @Option(names = "--backup", paramLabel = "ID", description = "from this one (the newest that ends before)")
    private @Nullable String backup;

    @Option(names = "--timeline", paramLabel = "N", description = "along this timeline (the newest)")
    private @Nullable Integer timeline;

    @Option(names = "--into", paramLabel = "DIR", description = "data folder of another server than the stack's")
    private @Nullable Path into;

    @Option(names = "--gatherer", paramLabel = "URL", description = "that server's gatherers, line 1 first")
    private List<String> gatherers = List.of();

    @Mixin
    private PlaceOption place = new PlaceOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private final LongSupplier ticks = Clocks.ticks();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.standard();
        Restore.Done done;
        try (Progress progress = new Progress(terminal, ticks, "restoring")) {
            Restore restore =
                    new Restore(place.folder(), PlaceOption.software(), ticks, words -> say(out, words), progress);
            done = restored(restore);
        }
        report(out, done);
        return done.lines().stream().allMatch(LowWater.Mark::whole) ? ExitCode.OK : INCOMPLETE;
    }

    private Restore.Done restored(Restore restore) throws InterruptedException {
        OptionalInt along = timeline == null ? OptionalInt.empty() : OptionalInt.of(timeline);
        if (into == null) {
            return place.stack().restore(restore, to, Optional.ofNullable(backup), along, ticks);
        }
        Map<Integer, DatabaseAddress> lines = new LinkedHashMap<>();
        for (int line = 1; line <= gatherers.size(); line++) {
            lines.put(line, ConnectionString.parse(gatherers.get(line - 1)).address());
        }
        return restore.restore(new Restore.Wish(into, to, Optional.ofNullable(backup), along, place.login(), lines));
    }

    private void report(PrintWriter out, Restore.Done done) {
        for (LowWater.Mark line : done.lines()) {
            Paragraph.labelled("  line " + line.line() + "  ", line.words()).forEach(out::println);
        }
        say(
                out,
                "restored in %.1f s: copied in %.1f s, recovered in %.1f s"
                        .formatted(
                                done.whole().toMillis() / 1e3,
                                done.copying().toMillis() / 1e3,
                                done.recovering().toMillis() / 1e3));
        done.former().ifPresent(former -> say(out, "the former data lies in " + former));
        say(
                out,
                into == null
                        ? "`trifecta up` starts it; it catches up by itself"
                        : "start the server; the deduplicators catch up by themselves");
    }

    private static void say(PrintWriter out, String words) {
        Paragraph.labelled("  ", words).forEach(out::println);
        out.flush();
    }
}
