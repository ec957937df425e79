package trifecta.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.journal.JournalEntry;
import trifecta.market.Book;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.market.Position;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;

/**
 * Makes exactly one row of every entry of a gatherer's journal: numbers are followed per subscription, books are folded, spans
 * begin and end. A pure function of the entries; single-threaded. A boot begins with nothing.
 *
 * <p>A market has at most one span in a line: a snapshot on another subscription ends the one that was open elsewhere.
 */
public final class Feed {
    static final LineEvent.Body NOTHING = new LineEvent.Nothing();

    /** Beginning of every checkpoint; the last digits are the version of what follows. */
    private static final long CHECKPOINT_MAGIC = 0x7472_6665_6564_0003L;

    /** Without the doubts of a snapshot. */
    private static final long CHECKPOINT_WITHOUT_DOUBTS = 0x7472_6665_6564_0002L;

    private final Connections connections = new Connections();
    private final Markets markets = new Markets();
    private final FeedCounts counts = new FeedCounts();
    private final FrameRows frames = new FrameRows(connections, markets, counts);
    private Position position = Position.START;

    /** The entry that was taken last. */
    public Position position() {
        return position;
    }

    /** How many markets have an open span now. */
    public int marketsInSpan() {
        return markets.inSpan();
    }

    /** The markets with an open span, in no order. */
    public List<String> tickersInSpan() {
        return markets.tickersInSpan();
    }

    /** What was counted since this feed was made. */
    public FeedStatistics statistics() {
        return counts.statistics(markets.heldDropped());
    }

    /**
     * Takes the next entry.
     *
     * @throws IllegalArgumentException when it is not the next one of its boot
     */
    public LineEvent accept(JournalEntry entry) {
        advance(entry.boot(), entry.n());
        return switch (entry.kind()) {
            case FRAME -> frames.row(entry);
            case SENT -> sent(entry);
            case OPENED -> row(entry, 0, null, NOTHING);
            case CLOSED -> closed(entry);
            case BOOK -> row(entry, 0, null, told(entry));
            case HEARTBEAT -> row(entry, 0, null, new LineEvent.Heartbeat());
            case STARTED -> started(entry);
            case STOPPED -> {
                clear();
                yield row(entry, 0, null, new LineEvent.Break(BreakReason.STOPPED));
            }
        };
    }

    /**
     * The row of an entry that the journal can no longer give. What was in it is unknown, so all spans of the line end.
     *
     * @param reason why it cannot be read
     */
    public LineEvent unreadable(Position at, String reason) {
        advance(at.boot(), at.n());
        boolean spansOpen = connections.all().iterator().hasNext();
        clear();
        counts.undecodable++;
        Body body = spansOpen ? new LineEvent.Break(BreakReason.UNDECODABLE) : new LineEvent.Kept(reason);
        return new LineEvent(at.n(), 0, 0, 0, null, body);
    }

    private void advance(int boot, long n) {
        boolean follows = position.equals(Position.START)
                || (boot == position.boot() && n == position.n() + 1)
                || (boot > position.boot() && n == 1);
        if (!follows) {
            throw new IllegalArgumentException("entry " + boot + ":" + n + " does not follow " + position);
        }
        if (boot != position.boot()) {
            clear();
        }
        position = new Position(boot, n);
    }

    private void clear() {
        connections.clear();
        markets.clear();
    }

    static LineEvent row(JournalEntry entry, int sid, @Nullable BreakReason breakBefore, Body body) {
        return new LineEvent(
                entry.n(), entry.receivedAtMicros(), entry.connection(), Math.max(0, sid), breakBefore, body);
    }

    private static LineEvent started(JournalEntry entry) {
        boolean crashed = StartNote.of(entry.text()).predecessor() == StartNote.Predecessor.CRASHED;
        return row(entry, 0, null, crashed ? new LineEvent.Break(BreakReason.CRASHED) : NOTHING);
    }

    private LineEvent closed(JournalEntry entry) {
        frames.endAll(connections.connection(entry.connection()));
        connections.close(entry.connection());
        return row(entry, 0, null, new LineEvent.Break(BreakReason.CUT));
    }

    private static Body told(JournalEntry entry) {
        return RestBookNote.of(entry.text())
                .<Body>map(note -> {
                    Book book = new Book();
                    book.replace(note.levels());
                    return new LineEvent.BookTold(note.market(), book.hash());
                })
                .orElseGet(() -> new LineEvent.Kept("a book by REST that does not read"));
    }

    private LineEvent sent(JournalEntry entry) {
        Command command = CommandCodec.decode(entry.bytes(), entry.offset(), entry.length());
        if (!(command instanceof Command.Invalid)) {
            connections.connection(entry.connection()).sent(command);
        }
        if (command instanceof Command.Update update && update.action() == Command.Action.GET_SNAPSHOT) {
            return row(entry, update.sid(), null, new LineEvent.Asked(update.markets()));
        }
        return row(entry, 0, null, NOTHING);
    }

    /** The whole state, compactly; {@link #restore} goes on from it as if nothing had been between. */
    public byte[] save() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /** The same as {@link #save()}, piece by piece: of a million markets it is a hundred megabytes. */
    public void save(OutputStream to) throws IOException {
        CheckpointWriter out = new CheckpointWriter(to);
        try {
            out.fixed(CHECKPOINT_MAGIC);
            out.number(position.boot());
            out.number(position.n());
            connections.save(out);
            out.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * @throws UnreadableCheckpoint when these bytes are no whole checkpoint of this version or the one before
     */
    public static Feed restore(byte[] checkpoint) {
        CheckpointReader in = new CheckpointReader(checkpoint);
        long magic = in.fixed();
        in.hasDoubts(magic == CHECKPOINT_MAGIC);
        if (magic != CHECKPOINT_MAGIC && magic != CHECKPOINT_WITHOUT_DOUBTS) {
            throw new UnreadableCheckpoint("it was written by another version");
        }
        Feed feed = new Feed();
        feed.position = new Position(in.integer(), in.number());
        feed.connections.restore(in, feed.markets);
        in.end();
        return feed;
    }
}
