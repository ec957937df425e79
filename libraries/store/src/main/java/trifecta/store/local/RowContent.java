package trifecta.store.local;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.market.LineEvent.Prologue;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Trade;

/**
 * The column {@code content}: what a body holds beyond the typed columns, packed. A snapshot of 60 levels takes about 250 bytes,
 * a held delta about 20. Fields may be added at the end of a content only, since stored rows stay.
 */
final class RowContent {
    /** Stands for "no levels are kept". */
    private static final int NO_LEVELS = -1;

    private RowContent() {}

    static byte @Nullable [] of(Body body) {
        return switch (body) {
            case LineEvent.Delta delta -> null;
            case LineEvent.HeldDelta held -> null;
            case LineEvent.Heartbeat heartbeat -> null;
            case LineEvent.BookTold told -> null;
            case LineEvent.Nothing nothing -> null;
            case LineEvent.Snapshot snapshot -> snapshot(snapshot);
            case LineEvent.TradeSeen seen -> trade(seen.trade());
            case LineEvent.TickerSeen seen -> ticker(seen.ticker());
            case LineEvent.LifecycleSeen seen -> lifecycle(seen.lifecycle());
            case LineEvent.ChannelStarts starts ->
                new PackedOutput().text(starts.channel()).toBytes();
            case LineEvent.Break end ->
                new PackedOutput().number(end.reason().code()).toBytes();
            case LineEvent.SpansEnd end -> spansEnd(end);
            case LineEvent.Asked asked -> {
                PackedOutput out = new PackedOutput().number(asked.markets().size());
                asked.markets().forEach(out::text);
                yield out.toBytes();
            }
            case LineEvent.Kept kept -> new PackedOutput().text(kept.reason()).toBytes();
        };
    }

    private static byte[] snapshot(LineEvent.Snapshot snapshot) {
        PackedOutput out = new PackedOutput().whole(snapshot.baseHash());
        List<Level> content = snapshot.content();
        out.number(content == null ? NO_LEVELS : content.size());
        if (content != null) {
            for (Level level : content) {
                out.number(place(level.side(), level.priceMicros())).number(level.sizeHundredths());
            }
        }
        out.number(snapshot.prologue().size());
        long n = 0;
        long received = 0;
        long exchange = 0;
        for (Prologue held : snapshot.prologue()) {
            BookChange change = held.change();
            out.number(held.n() - n)
                    .number(held.receivedAtMicros() - received)
                    .number(change.exchangeMicros() - exchange)
                    .number(place(change.side(), change.priceMicros()))
                    .number(change.deltaHundredths())
                    .number(change.sizeAfter())
                    .whole(change.bookHash());
            n = held.n();
            received = held.receivedAtMicros();
            exchange = change.exchangeMicros();
        }
        return out.toBytes();
    }

    static LineEvent.Snapshot readSnapshot(
            byte[] bytes, String market, LineEvent.SnapshotRole role, long exchangeMicros, long hash) {
        PackedInput in = new PackedInput(bytes);
        long baseHash = in.whole();
        List<Level> content = readLevels(in);
        int held = in.count();
        List<Prologue> prologue = new ArrayList<>(held);
        long n = 0;
        long received = 0;
        long exchange = 0;
        for (int i = 0; i < held; i++) {
            n += in.number();
            received += in.number();
            exchange += in.number();
            long place = in.number();
            BookChange change =
                    new BookChange(exchange, side(place), price(place), in.number(), in.number(), in.whole());
            prologue.add(new Prologue(n, received, change));
        }
        return new LineEvent.Snapshot(market, role, exchangeMicros, hash, baseHash, content, prologue);
    }

    private static @Nullable List<Level> readLevels(PackedInput in) {
        int count = in.count();
        if (count == NO_LEVELS) {
            return null;
        }
        List<Level> levels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long place = in.number();
            levels.add(new Level(side(place), price(place), in.number()));
        }
        return levels;
    }

    private static byte[] trade(Trade trade) {
        return new PackedOutput()
                .text(trade.tradeId())
                .number(trade.noPriceMicros())
                .number(trade.countHundredths())
                .text(trade.takerBookSide())
                .number(trade.blockTrade() ? 1 : 0)
                .toBytes();
    }

    static Trade readTrade(byte[] bytes, String market, long exchangeMicros, int yesPrice, @Nullable Side taker) {
        PackedInput in = new PackedInput(bytes);
        String id = in.text();
        int noPrice = in.count();
        long count = in.number();
        return new Trade(
                id, market, exchangeMicros, yesPrice, noPrice, count, taker, in.textOrNothing(), in.number() != 0);
    }

    private static byte[] ticker(Ticker ticker) {
        long[] values = {
            ticker.priceMicros(),
            ticker.yesBidMicros(),
            ticker.yesAskMicros(),
            ticker.volumeHundredths(),
            ticker.openInterestHundredths(),
            ticker.dollarVolumeMicros(),
            ticker.dollarOpenInterestMicros(),
            ticker.yesBidSizeHundredths(),
            ticker.yesAskSizeHundredths(),
            ticker.lastTradeSizeHundredths()
        };
        long present = 0;
        for (int i = 0; i < values.length; i++) {
            present |= values[i] == Ticker.ABSENT ? 0 : 1L << i;
        }
        PackedOutput out = new PackedOutput().number(present);
        for (long value : values) {
            if (value != Ticker.ABSENT) {
                out.number(value);
            }
        }
        return out.toBytes();
    }

    static Ticker readTicker(byte[] bytes, String market, long exchangeMicros) {
        PackedInput in = new PackedInput(bytes);
        long present = in.number();
        long[] v = new long[10];
        for (int i = 0; i < v.length; i++) {
            v[i] = (present >> i & 1) == 0 ? Ticker.ABSENT : in.number();
        }
        return new Ticker(market, exchangeMicros, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9]);
    }

    private static byte[] lifecycle(Lifecycle lifecycle) {
        return new PackedOutput()
                .text(lifecycle.type())
                .text(lifecycle.subject())
                .text(lifecycle.eventType())
                .text(lifecycle.content())
                .toBytes();
    }

    static Lifecycle readLifecycle(byte[] bytes, long exchangeMicros) {
        PackedInput in = new PackedInput(bytes);
        return new Lifecycle(in.text(), in.text(), in.text(), exchangeMicros, in.text());
    }

    private static byte[] spansEnd(LineEvent.SpansEnd end) {
        PackedOutput out = new PackedOutput()
                .number(end.reason().code())
                .number(end.markets().size());
        end.markets().forEach(out::text);
        return out.toBytes();
    }

    static LineEvent.SpansEnd readSpansEnd(byte[] bytes) {
        PackedInput in = new PackedInput(bytes);
        BreakReason reason = BreakReason.ofCode(in.count());
        int count = in.count();
        List<String> markets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            markets.add(in.text());
        }
        return new LineEvent.SpansEnd(reason, markets);
    }

    static BreakReason readReason(byte[] bytes) {
        return BreakReason.ofCode(new PackedInput(bytes).count());
    }

    static LineEvent.Asked readAsked(byte[] bytes) {
        PackedInput in = new PackedInput(bytes);
        int count = in.count();
        List<String> markets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            markets.add(in.text());
        }
        return new LineEvent.Asked(markets);
    }

    static String readText(byte[] bytes) {
        return new PackedInput(bytes).text();
    }

    private static long place(Side side, int priceMicros) {
        return ((long) priceMicros << 1) | side.bit();
    }

    private static Side side(long place) {
        return Side.ofBit((int) (place & 1));
    }

    private static int price(long place) {
        return (int) (place >> 1);
    }
}
