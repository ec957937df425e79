package trifecta.cli.backup;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import trifecta.cli.pitr.Target;
import trifecta.service.Clocks;
import trifecta.service.Quantities;
import trifecta.store.views.TimeText;

/** Reads up to where a recovery is to go: {@code latest}, a time, or how long ago, {@code -20s}. */
final class TargetConverter implements ITypeConverter<Target> {
    private final InstantSource clock = Clocks.wall();

    @Override
    public Target convert(String text) {
        if (text.equals("latest")) {
            return new Target.Latest();
        }
        try {
            return new Target.At(
                    text.startsWith("-")
                            ? clock.instant().minus(Quantities.duration(text.substring(1)))
                            : Instant.EPOCH.plus(TimeText.parse(text), ChronoUnit.MICROS));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + ", or `latest`, or -20s for how long ago");
        }
    }
}
