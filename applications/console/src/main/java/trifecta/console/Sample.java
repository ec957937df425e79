package trifecta.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One second of a lane.
 *
 * @param perSecond events per second; nothing when the lane did not tell
 * @param measures what goes with it, milliseconds: a line's lag, or the merged lane's median and 99th percentile latency
 */
record Sample(Instant at, OptionalDouble perSecond, List<OptionalLong> measures) {

    /** As the page takes it: {@code [epochMillis, perSecond, measures..]}, null where there is none. */
    List<@Nullable Object> row() {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(at.toEpochMilli());
        row.add(perSecond.isPresent() ? Long.valueOf(Math.round(perSecond.getAsDouble())) : null);
        for (OptionalLong measure : measures) {
            row.add(measure.isPresent() ? Long.valueOf(measure.getAsLong()) : null);
        }
        return row;
    }
}
