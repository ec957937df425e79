package trifecta.benchmarks.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import trifecta.market.BookChange;
import trifecta.market.LineEvent;
import trifecta.market.Side;

/** Seeded deltas over some markets, microseconds apart. */
final class Deltas {
    static final long BEGIN_MICROS = 1_786_402_327_000_000L;

    private static final int MARKETS = 500;

    private final SplittableRandom random = new SplittableRandom(1);
    private long micros = BEGIN_MICROS;

    static String market(int number) {
        return "KXBENCH-26AUG10-" + number;
    }

    String market() {
        return market(random.nextInt(MARKETS));
    }

    BookChange change() {
        micros += random.nextInt(400);
        return new BookChange(
                micros,
                Side.ofBit(random.nextInt(2)),
                10_000 * random.nextInt(1, 100),
                random.nextLong(-10_000, 10_000),
                random.nextLong(0, 1_000_000),
                random.nextLong());
    }

    List<LineEvent> events(long first, int count) {
        List<LineEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            BookChange change = change();
            events.add(new LineEvent(
                    first + i, change.exchangeMicros() + 80_000, 1, 1, null, new LineEvent.Delta(market(), change)));
        }
        return events;
    }
}
