package trifecta.cli.backup;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import trifecta.cli.Paragraph;
import trifecta.cli.Terminal;
import trifecta.cli.pitr.Backup;
import trifecta.cli.pitr.BackupTaker;
import trifecta.cli.pitr.Keep;
import trifecta.cli.pitr.Sizes;
import trifecta.cli.pitr.Verifier;
import trifecta.service.Clocks;

/** Takes a base backup, and restores it to see that it is one. */
@Command(name = "now", description = "take a base backup of the running server and verify it")
final class NowCommand implements Callable<Integer> {
    @Option(
            names = "--keep",
            paramLabel = "KIND",
            converter = KeepConverter.class,
            description = "manual (kept 30 days, the default) or daily (7 days)")
    private Keep keep = Keep.MANUAL;

    @Option(names = "--no-verify", description = "do not restore it now; until `backup verify` does, it does not count")
    private boolean noVerify;

    @Mixin
    private PlaceOption place = new PlaceOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private final LongSupplier ticks = Clocks.ticks();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long begin = ticks.getAsLong();
        Backup.Whole taken;
        try (Progress progress = new Progress(Terminal.standard(), ticks, "copying")) {
            taken = new BackupTaker(place.folder().make(), ticks, progress).take(place.connection(), keep);
        }
        out.printf(
                "  %s  %s in %.1f s, with its log in %s%n",
                taken.id(),
                Sizes.text(taken.bytes()),
                Duration.ofNanos(ticks.getAsLong() - begin).toMillis() / 1e3,
                place.folder().wal());
        out.flush();
        if (noVerify) {
            out.println("  not verified: `trifecta backup verify` restores it");
            return ExitCode.OK;
        }
        try (Progress progress = new Progress(Terminal.standard(), ticks, "restoring")) {
            print(
                    out,
                    new Verifier(place.folder(), PlaceOption.software(), Clocks.wall(), ticks)
                            .verify(taken.id(), place.login(), progress));
        }
        return ExitCode.OK;
    }

    static void print(PrintWriter out, Backup.Verified verified) {
        Paragraph.labelled(
                        "  ",
                        "verified by a restore in %.1f s: %s"
                                .formatted(verified.took().toMillis() / 1e3, verified.found()))
                .forEach(out::println);
        out.flush();
    }

    /** In lower case. */
    static final class KeepConverter implements ITypeConverter<Keep> {
        @Override
        public Keep convert(String text) {
            try {
                return Keep.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is neither manual nor daily");
            }
        }
    }
}
