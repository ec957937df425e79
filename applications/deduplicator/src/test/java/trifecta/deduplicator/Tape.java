package trifecta.deduplicator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.deduplicator.Happening.Event;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Times;

/** What one gatherer makes of what happened: rows by boot, with the outages that it is told to have. */
final class Tape {
    static final int BOOK_SID = 1;
    private static final int TRADE_SID = 2;
    private static final int LIFECYCLE_SID = 3;
    private static final long HEARTBEAT_MICROS = 1_000_000;

    /** From one event up to another nothing is received; a crash begins a boot, a cut a connection. */
    record Outage(int from, int to, boolean crash) {}

    /** The rows of a boot. */
    record Boot(int number, List<LineEvent> events) {}

    final List<Boot> boots = new ArrayList<>();

    private final Happening happening;
    private final RandomGenerator random;
    private final LongUnaryOperator stamp;
    private final Map<String, Book> books = new HashMap<>();
    private int connection;
    private long receivedMicros = Happening.BEGIN_MICROS;

    Tape(Happening happening, long seed, List<Outage> outages) {
        this(happening, seed, outages, LongUnaryOperator.identity());
    }

    /** @param stamp what the line's connection makes of the exchange's times of changes */
    Tape(Happening happening, long seed, List<Outage> outages, LongUnaryOperator stamp) {
        this.happening = happening;
        this.stamp = stamp;
        this.random = new SplittableRandom(seed);
        happening.markets.forEach(market -> books.put(market, new Book()));
        boot();
        connect();
        long heartbeatMicros = receivedMicros;
        for (int i = 0; i < happening.events.size(); i++) {
            Event event = happening.events.get(i);
            receivedMicros = Math.max(receivedMicros, event.micros() + 20_000 + random.nextInt(5_000));
            for (; heartbeatMicros < receivedMicros; heartbeatMicros += HEARTBEAT_MICROS) {
                row(0, 0, new LineEvent.Heartbeat());
            }
            boolean out = false;
            for (Outage outage : outages) {
                out |= outage.from() <= i && i < outage.to();
                if (outage.from() == i && !outage.crash()) {
                    row(connection, 0, new LineEvent.Break(BreakReason.CUT));
                } else if (outage.to() == i) {
                    if (outage.crash()) {
                        boot();
                    }
                    connect();
                }
            }
            if (!out) {
                bring(event);
            }
            apply(event);
            if (!out && event instanceof Event.Changed changed && random.nextInt(40) == 0) {
                row(connection, BOOK_SID, snapshot(changed.market(), book(changed.market()), SnapshotRole.AGREES));
            }
        }
        row(0, 0, new LineEvent.Heartbeat());
    }

    long lastN() {
        return boots.getLast().events().getLast().n();
    }

    private Book book(String market) {
        Book book = books.get(market);
        if (book == null) {
            throw new IllegalStateException("no such market: " + market);
        }
        return book;
    }

    private void boot() {
        boots.add(new Boot(boots.size() + 1, new ArrayList<>()));
        connection = 0;
    }

    private void connect() {
        connection++;
        row(connection, TRADE_SID, new LineEvent.ChannelStarts("trade"));
        row(connection, LIFECYCLE_SID, new LineEvent.ChannelStarts("market_lifecycle_v2"));
        for (String market : happening.markets) {
            row(connection, BOOK_SID, starts(market, book(market)));
        }
    }

    private void apply(Event event) {
        switch (event) {
            case Event.Changed(String market, BookChange change) ->
                book(market).add(change.side(), change.priceMicros(), change.deltaHundredths());
            case Event.Cleared cleared -> book(cleared.market()).replace(List.of());
            case Event.Traded _, Event.Lived _ -> {}
        }
    }

    static LineEvent.Snapshot starts(String market, Book book) {
        return snapshot(market, book, SnapshotRole.STARTS);
    }

    private static LineEvent.Snapshot snapshot(String market, Book book, SnapshotRole role) {
        return new LineEvent.Snapshot(
                market,
                role,
                Times.ABSENT,
                book.hash(),
                book.hash(),
                role == SnapshotRole.AGREES ? null : book.content(),
                List.of());
    }

    private void bring(Event event) {
        switch (event) {
            case Event.Changed(String market, BookChange change) ->
                row(
                        connection,
                        BOOK_SID,
                        new LineEvent.Delta(
                                market,
                                new BookChange(
                                        stamp.applyAsLong(change.exchangeMicros()),
                                        change.side(),
                                        change.priceMicros(),
                                        change.deltaHundredths(),
                                        change.sizeAfter(),
                                        change.bookHash())));
            case Event.Cleared cleared ->
                row(connection, BOOK_SID, snapshot(cleared.market(), new Book(), SnapshotRole.REPLACES));
            case Event.Traded traded -> row(connection, TRADE_SID, new LineEvent.TradeSeen(traded.trade()));
            case Event.Lived lived -> row(connection, LIFECYCLE_SID, new LineEvent.LifecycleSeen(lived.lifecycle()));
        }
    }

    private void row(int ofConnection, int sid, LineEvent.Body body) {
        List<LineEvent> events = boots.getLast().events();
        @Nullable BreakReason none = null;
        events.add(new LineEvent(events.size() + 1, receivedMicros, ofConnection, sid, none, body));
    }
}
