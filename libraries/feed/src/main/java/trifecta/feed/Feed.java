package trifecta.feed;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.journal.JournalEntry;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.market.Position;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.Frame;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.Message;

/**
 * Makes exactly one row of every entry of a gatherer's journal: numbers are followed per subscription, books are folded, spans
 * begin and end. A pure function of the entries; single-threaded. A boot begins with nothing.
 *
 * <p>A market has at most one span in a line: a snapshot on another subscription ends the one that was open elsewhere.
 */
public final class Feed {
    private static final LineEvent.Body NOTHING = new LineEvent.Nothing();

    /** Beginning of every checkpoint; the last digits are the version of what follows. */
    private static final long CHECKPOINT_MAGIC = 0x7472_6665_6564_0001L;

    private final FrameDecoder decoder = new FrameDecoder();
    private final Connections connections = new Connections();
    private final Markets markets = new Markets();
    private final FeedCounts counts = new FeedCounts();
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
            case FRAME -> frame(entry);
            case SENT -> sent(entry);
            case OPENED -> row(entry, 0, null, NOTHING);
            case CLOSED -> closed(entry);
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

    private static LineEvent row(JournalEntry entry, int sid, @Nullable BreakReason breakBefore, Body body) {
        return new LineEvent(
                entry.n(), entry.receivedAtMicros(), entry.connection(), Math.max(0, sid), breakBefore, body);
    }

    private static LineEvent started(JournalEntry entry) {
        boolean crashed = StartNote.of(entry.text()).predecessor() == StartNote.Predecessor.CRASHED;
        return row(entry, 0, null, crashed ? new LineEvent.Break(BreakReason.CRASHED) : NOTHING);
    }

    private LineEvent closed(JournalEntry entry) {
        endAll(connections.connection(entry.connection()));
        connections.close(entry.connection());
        return row(entry, 0, null, new LineEvent.Break(BreakReason.CUT));
    }

    private void endAll(Connections.Connection connection) {
        connection.subscriptions.values().forEach(this::end);
    }

    private void end(Subscription subscription) {
        markets.leaveAll(subscription);
        subscription.ended = true;
    }

    private LineEvent sent(JournalEntry entry) {
        Command command = CommandCodec.decode(entry.bytes(), entry.offset(), entry.length());
        if (!(command instanceof Command.Invalid)) {
            connections.connection(entry.connection()).sent(command);
        }
        if (command instanceof Command.Update update && update.action() == Command.Action.GET_SNAPSHOT) {
            Subscription subscription = connections.find(entry.connection(), update.sid());
            if (subscription != null) {
                markets.asked(subscription, update.markets(), entry.receivedAtMicros());
            }
        }
        return row(entry, 0, null, NOTHING);
    }

    private LineEvent frame(JournalEntry entry) {
        Frame frame = decoder.decode(entry.bytes(), entry.offset(), entry.length());
        Envelope envelope = frame.envelope();
        if (frame.message() instanceof Message.Subscribed subscribed) {
            return subscribed(entry, envelope, subscribed);
        }
        if (envelope.sid() == Envelope.ABSENT) {
            return row(entry, 0, null, unattributed(entry, envelope, frame.message()));
        }
        Subscription subscription = connections.find(entry.connection(), envelope.sid());
        if (subscription == null) {
            subscription = connections.begin(entry.connection(), envelope.sid(), channelOf(envelope));
        }
        BreakReason breakBefore = null;
        if (envelope.isSequenced()) {
            long hash = FrameHash.of(entry.bytes(), entry.offset(), entry.length());
            SequenceTracker.Outcome outcome = subscription.tracker.accept(envelope.seq(), hash);
            if (outcome == SequenceTracker.Outcome.REPEAT) {
                counts.repeats++;
                return row(entry, envelope.sid(), null, NOTHING);
            }
            breakBefore = reasonOf(outcome);
            if (breakBefore != null) {
                counts.breaks++;
                subscription.breakSpans();
            }
        }
        if (frame.message() instanceof Message.Undecodable undecodable) {
            return undecodable(entry, subscription, breakBefore, undecodable);
        }
        return row(entry, envelope.sid(), breakBefore, body(entry, subscription, envelope, frame.message()));
    }

    private static @Nullable BreakReason reasonOf(SequenceTracker.Outcome outcome) {
        return switch (outcome) {
            case GAP -> BreakReason.SEQUENCE_GAP;
            case RESTART -> BreakReason.SEQUENCE_RESTART;
            case IN_ORDER, REPEAT -> null;
        };
    }

    private Body body(JournalEntry entry, Subscription subscription, Envelope envelope, Message message) {
        return switch (message) {
            case Message.Delta delta
            when !subscription.ended -> markets.delta(subscription, entry.n(), entry.receivedAtMicros(), delta);
            case Message.Snapshot snapshot
            when !subscription.ended -> markets.snapshot(subscription, entry.receivedAtMicros(), snapshot);
            case Message.Delta ignored -> kept("a delta on a subscription that has ended");
            case Message.Snapshot ignored -> kept("a snapshot on a subscription that has ended");
            case Message.Trade trade -> new LineEvent.TradeSeen(trade.trade());
            case Message.Ticker ticker -> new LineEvent.TickerSeen(ticker.ticker());
            case Message.LifecycleChange change -> new LineEvent.LifecycleSeen(change.lifecycle());
            case Message.Ok ignored -> updated(entry, subscription, envelope);
            case Message.Unsubscribed ignored -> {
                connections.connection(entry.connection()).answered(envelope.id());
                end(subscription);
                yield new LineEvent.Break(BreakReason.UNSUBSCRIBED);
            }
            case Message.Failure failure -> failed(entry, subscription, envelope, failure);
            case Message.Unknown unknown -> {
                counts.unknown++;
                yield kept("unknown type " + unknown.type());
            }
            case Message.Subscriptions ignored -> NOTHING;
            case Message.Subscribed ignored -> throw new IllegalStateException("judged before");
            case Message.Undecodable ignored -> throw new IllegalStateException("judged before");
        };
    }

    private static Body kept(String reason) {
        return new LineEvent.Kept(reason);
    }

    /** The acknowledgement of a subscription, on which everything begins anew. */
    private LineEvent subscribed(JournalEntry entry, Envelope envelope, Message.Subscribed subscribed) {
        Subscription former = connections.find(entry.connection(), subscribed.sid());
        boolean replaces = former != null && !former.ended;
        if (former != null && replaces) {
            end(former);
        }
        Subscription subscription = connections.begin(entry.connection(), subscribed.sid(), subscribed.channel());
        if (envelope.seq() != Envelope.ABSENT) {
            subscription.tracker.startBehind(envelope.seq());
        }
        boolean isBook = subscribed.channel().equals(Channel.ORDERBOOK.wireName());
        Optional<Command> command = connections.connection(entry.connection()).answering(envelope.id());
        if (isBook && command.orElse(null) instanceof Command.Subscribe subscribe) {
            markets.join(subscription, subscribe.markets());
        }
        BreakReason breakBefore = replaces ? BreakReason.SEQUENCE_RESTART : null;
        Body body = isBook ? NOTHING : new LineEvent.ChannelStarts(subscribed.channel());
        return row(entry, subscribed.sid(), breakBefore, body);
    }

    /** The answer to an update of a subscription's markets. */
    private Body updated(JournalEntry entry, Subscription subscription, Envelope envelope) {
        Optional<Command> command = connections.connection(entry.connection()).answered(envelope.id());
        if (!(command.orElse(null) instanceof Command.Update update) || subscription.ended) {
            return NOTHING;
        }
        return switch (update.action()) {
            case ADD_MARKETS -> {
                markets.join(subscription, update.markets());
                yield NOTHING;
            }
            case DELETE_MARKETS -> {
                markets.leave(subscription, update.markets());
                yield new LineEvent.SpansEnd(BreakReason.UNSUBSCRIBED, update.markets());
            }
            case GET_SNAPSHOT -> NOTHING;
        };
    }

    /** An error on a subscription: some codes end it, the others answer a command that changed nothing. */
    private Body failed(JournalEntry entry, Subscription subscription, Envelope envelope, Message.Failure failure) {
        Optional<Command> command = connections.connection(entry.connection()).answered(envelope.id());
        BreakReason reason = terminal(failure);
        if (reason != null) {
            counts.breaks++;
            end(subscription);
            return new LineEvent.Break(reason);
        }
        if (command.orElse(null) instanceof Command.Update update && update.action() == Command.Action.GET_SNAPSHOT) {
            markets.askRefused(subscription, update.markets());
        }
        return NOTHING;
    }

    private static @Nullable BreakReason terminal(Message.Failure failure) {
        return switch (failure.code()) {
            case ErrorCode.CHANNEL_ERROR -> BreakReason.CHANNEL_ERROR;
            case ErrorCode.BUFFER_OVERFLOW -> BreakReason.OVERFLOW;
            default -> null;
        };
    }

    /** A frame that names no subscription: an answer, or something that could hardly be read. */
    private Body unattributed(JournalEntry entry, Envelope envelope, Message message) {
        Connections.Connection connection = connections.connection(entry.connection());
        return switch (message) {
            case Message.Failure failure -> unattributedFailure(entry, connection, envelope, failure);
            case Message.Ok ignored -> {
                Optional<Command> command = connection.answering(envelope.id());
                Subscription subscription = command.orElse(null) instanceof Command.Update update
                        ? connections.find(entry.connection(), update.sid())
                        : null;
                yield subscription == null ? NOTHING : updated(entry, subscription, envelope);
            }
            case Message.Subscriptions ignored -> NOTHING;
            case Message.Unsubscribed ignored -> NOTHING;
            case Message.Unknown unknown -> {
                counts.unknown++;
                yield kept("unknown type " + unknown.type());
            }
            // If it was a sequenced message, the next number of its subscription shows the hole.
            case Message.Undecodable undecodable -> {
                counts.undecodable++;
                yield kept(undecodable.reason());
            }
            case Message.Trade trade -> new LineEvent.TradeSeen(trade.trade());
            case Message.Ticker ticker -> new LineEvent.TickerSeen(ticker.ticker());
            case Message.LifecycleChange change -> new LineEvent.LifecycleSeen(change.lifecycle());
            case Message.Delta ignored -> kept("a delta without a subscription");
            case Message.Snapshot ignored -> kept("a snapshot without a subscription");
            case Message.Subscribed ignored -> throw new IllegalStateException("judged before");
        };
    }

    private Body unattributedFailure(
            JournalEntry entry, Connections.Connection connection, Envelope envelope, Message.Failure failure) {
        Optional<Command> command = connection.answering(envelope.id());
        if (command.orElse(null) instanceof Command.Update update) {
            Subscription subscription = connections.find(entry.connection(), update.sid());
            return subscription == null ? NOTHING : failed(entry, subscription, envelope, failure);
        }
        connection.answered(envelope.id());
        BreakReason reason = command.isPresent() ? null : terminal(failure);
        if (reason == null) {
            return NOTHING;
        }
        // It ends a subscription and does not say which: none of this connection can be trusted.
        counts.breaks++;
        endAll(connection);
        return new LineEvent.Break(reason);
    }

    private LineEvent undecodable(
            JournalEntry entry,
            Subscription subscription,
            @Nullable BreakReason breakBefore,
            Message.Undecodable undecodable) {
        counts.undecodable++;
        boolean isTicker = subscription.channel.equals(Channel.TICKER.wireName());
        String market = undecodable.market();
        boolean ownMarketOnly = market != null && subscription.channel.equals(Channel.ORDERBOOK.wireName());
        if (ownMarketOnly && market != null) {
            Body body = markets.unusable(subscription, market, undecodable.reason());
            return row(entry, subscription.sid, breakBefore, body);
        }
        if (isTicker || breakBefore != null) {
            return row(entry, subscription.sid, breakBefore, kept(undecodable.reason()));
        }
        counts.breaks++;
        subscription.breakSpans();
        return row(entry, subscription.sid, BreakReason.UNDECODABLE, kept(undecodable.reason()));
    }

    /** The channel of a subscription whose acknowledgement was not seen. */
    private static String channelOf(Envelope envelope) {
        return switch (envelope.type()) {
            case "orderbook_snapshot", "orderbook_delta" -> Channel.ORDERBOOK.wireName();
            default -> envelope.type();
        };
    }

    /** The whole state, compactly; {@link #restore} goes on from it as if nothing had been between. */
    public byte[] save() {
        CheckpointWriter out = new CheckpointWriter();
        out.fixed(CHECKPOINT_MAGIC);
        out.number(position.boot());
        out.number(position.n());
        connections.save(out);
        return CheckpointFrame.seal(out.bytes());
    }

    /**
     * @throws UnreadableCheckpoint when these bytes are no whole checkpoint of this version
     */
    public static Feed restore(byte[] checkpoint) {
        CheckpointReader in = new CheckpointReader(CheckpointFrame.open(checkpoint));
        if (in.fixed() != CHECKPOINT_MAGIC) {
            throw new UnreadableCheckpoint("it was written by another version");
        }
        Feed feed = new Feed();
        feed.position = new Position(in.integer(), in.number());
        feed.connections.restore(in, feed.markets);
        in.end();
        return feed;
    }
}
