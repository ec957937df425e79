package trifecta.store.local;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;

/** Seeded events of every kind, with every optional field present and absent, and with odd text. */
final class RandomEvents {
    private static final long NOW_MICROS = 1_790_000_000_000_000L;
    private static final String[] TEXTS = {
        "KXGOLD15M-26AUG101900-00",
        "ü-\u20AC-\uD83D\uDE00",
        "back\\slash",
        "nul\0nul",
        "\uD800lone",
        "",
        "x".repeat(5000)
    };

    private static final List<SnapshotRole> ROLES = List.of(SnapshotRole.values());

    private final RandomGenerator random;

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    List<LineEvent> events(long first, int count) {
        List<LineEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(first + i));
        }
        return events;
    }

    LineEvent event(long n) {
        BreakReason reason = random.nextInt(10) == 0 ? reason() : null;
        return new LineEvent(n, NOW_MICROS + n * 1000, random.nextInt(4), random.nextInt(5), reason, body(n));
    }

    private Body body(long n) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> new LineEvent.Delta(market(), change());
            case 3 -> new LineEvent.HeldDelta(market(), time(), side(), price(), random.nextLong(-500, 500));
            case 4, 5 -> snapshot(n);
            case 6 -> new LineEvent.TradeSeen(trade());
            case 7 -> new LineEvent.TickerSeen(ticker());
            case 8 -> new LineEvent.LifecycleSeen(new Lifecycle("market_lifecycle_v2", text(), text(), time(), text()));
            case 9 -> new LineEvent.ChannelStarts("trade");
            case 10 -> new LineEvent.Break(reason());
            case 11 -> new LineEvent.SpansEnd(reason(), List.of(market(), text()));
            case 12 -> new LineEvent.Kept(text());
            default ->
                switch (random.nextInt(4)) {
                    case 2 -> new LineEvent.BookTold(market(), random.nextLong());
                    case 0 -> new LineEvent.Heartbeat();
                    case 1 -> new LineEvent.Asked(List.of(market(), text()));
                    default -> new LineEvent.Nothing();
                };
        };
    }

    private LineEvent.Snapshot snapshot(long n) {
        List<LineEvent.Prologue> prologue = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            prologue.add(new LineEvent.Prologue(n - i, NOW_MICROS - i * 700L, change()));
        }
        @Nullable List<Level> content = random.nextInt(3) == 0 ? null : new ArrayList<>();
        for (int i = 0; content != null && i < random.nextInt(60); i++) {
            content.add(new Level(side(), price(), random.nextLong(1, 1_000_000)));
        }
        SnapshotRole role = ROLES.get(random.nextInt(ROLES.size()));
        return new LineEvent.Snapshot(market(), role, time(), random.nextLong(), random.nextLong(), content, prologue);
    }

    private BookChange change() {
        return new BookChange(
                time(),
                side(),
                price(),
                random.nextLong(-10_000, 10_000),
                random.nextLong(0, 1_000_000),
                random.nextLong());
    }

    private Trade trade() {
        int yes = price();
        return new Trade(
                "trade-" + random.nextLong(),
                market(),
                time(),
                yes,
                1_000_000 - yes,
                random.nextLong(1, 10_000),
                random.nextBoolean() ? side() : null,
                random.nextBoolean() ? "bid" : null,
                random.nextBoolean());
    }

    private Ticker ticker() {
        long[] v = random.longs(10, 0, 1L << 40)
                .map(value -> value % 3 == 0 ? Ticker.ABSENT : value)
                .toArray();
        return new Ticker(market(), time(), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9]);
    }

    private String market() {
        return random.nextInt(5) == 0 ? text() : "MARKET-" + random.nextInt(50);
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private BreakReason reason() {
        return BreakReason.ofCode(random.nextInt(1, 12));
    }

    private long time() {
        return random.nextInt(5) == 0 ? Times.ABSENT : NOW_MICROS + random.nextLong(1_000_000_000L);
    }

    private Side side() {
        return Side.ofBit(random.nextInt(2));
    }

    private int price() {
        return random.nextInt(1_000_001);
    }
}
