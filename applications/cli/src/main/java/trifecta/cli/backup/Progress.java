package trifecta.cli.backup;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import trifecta.cli.Terminal;
import trifecta.cli.pitr.Sizes;

/** How much was copied and how fast, on a terminal; elsewhere nothing. */
final class Progress implements LongConsumer, AutoCloseable {
    private static final long DRAW_EVERY_NANOS = 200_000_000;

    private final Terminal terminal;
    private final LongSupplier ticks;
    private final String what;
    private final long begin;
    private long drawn;
    private long bytes;

    /** @param what is done, such as {@code copying} */
    Progress(Terminal terminal, LongSupplier ticks, String what) {
        this.terminal = terminal;
        this.ticks = ticks;
        this.what = what;
        this.begin = ticks.getAsLong();
        this.drawn = begin;
    }

    @Override
    public void accept(long more) {
        bytes += more;
        long now = ticks.getAsLong();
        if (terminal.live() && now - drawn >= DRAW_EVERY_NANOS) {
            drawn = now;
            double seconds = (now - begin) / 1e9;
            terminal.draw(List.of("  %s  %s  %s/s  %.0f s"
                    .formatted(what, Sizes.text(bytes), Sizes.text((long) (bytes / seconds)), seconds)));
        }
    }

    @Override
    public void close() {
        if (terminal.live()) {
            terminal.draw(List.of());
        }
    }
}
