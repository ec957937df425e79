package trifecta.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import trifecta.journal.EntryKind;
import trifecta.journal.JournalEntry;
import trifecta.market.Level;
import trifecta.market.LineEvent;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** A journal that a test writes entry by entry, with the rows that the feed made of them. */
final class Conversation {
    static final long FIRST_MICROS = 1_786_000_000_000_000L;
    private static final long BETWEEN_MICROS = 1_000;

    final Feed feed;
    final List<JournalEntry> entries = new ArrayList<>();
    final List<LineEvent> rows = new ArrayList<>();
    private final FrameEncoder encoder = new FrameEncoder();
    private int boot = 1;
    private long n;
    private long id;
    private long nowMicros = FIRST_MICROS;

    Conversation() {
        this(new Feed());
    }

    Conversation(Feed feed) {
        this.feed = feed;
    }

    LineEvent entry(EntryKind kind, int connection, byte[] bytes) {
        nowMicros += BETWEEN_MICROS;
        JournalEntry entry = new JournalEntry(boot, ++n, kind, connection, nowMicros, bytes, 0, bytes.length);
        entries.add(entry);
        LineEvent row = feed.accept(entry);
        rows.add(row);
        return row;
    }

    LineEvent entry(EntryKind kind, int connection, String text) {
        return entry(kind, connection, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A new boot of the same line. */
    LineEvent boots(StartNote.Predecessor predecessor) {
        boot++;
        n = 0;
        return entry(EntryKind.STARTED, 0, new StartNote(1, "test", predecessor).text());
    }

    void passes(long micros) {
        nowMicros += micros;
    }

    LineEvent opened(int connection) {
        return entry(EntryKind.OPENED, connection, "ws://exchange");
    }

    LineEvent closed(int connection) {
        return entry(EntryKind.CLOSED, connection, "reset by peer");
    }

    long sent(int connection, Command command) {
        entry(EntryKind.SENT, connection, CommandCodec.encode(command));
        return command.id();
    }

    long nextId() {
        return ++id;
    }

    LineEvent says(int connection, long answered, int sid, long seq, Message message) {
        return entry(EntryKind.FRAME, connection, encoder.encode(answered, sid, seq, message));
    }

    LineEvent says(int connection, int sid, long seq, Message message) {
        return says(connection, Envelope.ABSENT, sid, seq, message);
    }

    /** Opens a connection with one acknowledged order-book subscription. */
    Conversation books(int connection, int sid, String... markets) {
        opened(connection);
        return moreBooks(connection, sid, markets);
    }

    Conversation moreBooks(int connection, int sid, String... markets) {
        long asked = sent(connection, new Command.Subscribe(nextId(), List.of("orderbook_delta"), List.of(markets)));
        says(connection, asked, Envelope.ABSENT, Envelope.ABSENT, new Message.Subscribed("orderbook_delta", sid));
        return this;
    }

    LineEvent asks(int connection, int sid, Command.Action action, String... markets) {
        sent(connection, new Command.Update(nextId(), sid, action, List.of(markets)));
        return rows.getLast();
    }

    static Message.Delta delta(String market, Side side, int priceMicros, long size) {
        return new Message.Delta(market, FIRST_MICROS, side, priceMicros, size);
    }

    static Message.Snapshot snapshot(String market, Level... levels) {
        return new Message.Snapshot(market, List.of(levels), Times.ABSENT);
    }

    static Level yes(int priceMicros, long size) {
        return new Level(Side.YES, priceMicros, size);
    }

    static Level no(int priceMicros, long size) {
        return new Level(Side.NO, priceMicros, size);
    }
}
