package trifecta.feed;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.journal.JournalEntry;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.Envelope;
import trifecta.protocol.Frame;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.Message;

/** The rows of frames: first the number is judged, then what the message says. Single-threaded. */
final class FrameRows {
    private final FrameDecoder decoder = new FrameDecoder();
    private final Connections connections;
    private final Markets markets;
    private final FeedCounts counts;

    FrameRows(Connections connections, Markets markets, FeedCounts counts) {
        this.connections = connections;
        this.markets = markets;
        this.counts = counts;
    }

    void endAll(Connections.Connection connection) {
        connection.subscriptions.values().forEach(this::end);
    }

    private void end(Subscription subscription) {
        markets.leaveAll(subscription);
        subscription.ended = true;
    }

    /** The row of a frame as received. */
    LineEvent row(JournalEntry entry) {
        Frame frame = decoder.decode(entry.bytes(), entry.offset(), entry.length());
        Envelope envelope = frame.envelope();
        if (frame.message() instanceof Message.Subscribed subscribed) {
            return subscribed(entry, envelope, subscribed);
        }
        if (envelope.sid() == Envelope.ABSENT) {
            return Feed.row(entry, 0, null, unattributed(entry, envelope, frame.message()));
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
                return Feed.row(entry, envelope.sid(), null, Feed.NOTHING);
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
        Body body = body(entry, subscription, envelope, frame.message());
        boolean proves = envelope.isSequenced()
                || !(body instanceof LineEvent.Delta
                        || body instanceof LineEvent.HeldDelta
                        || body instanceof LineEvent.TradeSeen);
        return Feed.row(entry, proves ? envelope.sid() : 0, breakBefore, body);
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
            case Message.Snapshot snapshot when !subscription.ended -> markets.snapshot(subscription, snapshot);
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
            case Message.Subscriptions ignored -> Feed.NOTHING;
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
        Body body = isBook ? Feed.NOTHING : new LineEvent.ChannelStarts(subscribed.channel());
        return Feed.row(entry, subscribed.sid(), breakBefore, body);
    }

    /** The answer to an update of a subscription's markets. */
    private Body updated(JournalEntry entry, Subscription subscription, Envelope envelope) {
        Optional<Command> command = connections.connection(entry.connection()).answered(envelope.id());
        if (!(command.orElse(null) instanceof Command.Update update) || subscription.ended) {
            return Feed.NOTHING;
        }
        return switch (update.action()) {
            case ADD_MARKETS -> {
                markets.join(subscription, update.markets());
                yield Feed.NOTHING;
            }
            case DELETE_MARKETS -> {
                markets.leave(subscription, update.markets());
                yield new LineEvent.SpansEnd(BreakReason.UNSUBSCRIBED, update.markets());
            }
            case GET_SNAPSHOT -> Feed.NOTHING;
        };
    }

    /** An error on a subscription: some codes end it, the others answer a command that changed nothing. */
    private Body failed(JournalEntry entry, Subscription subscription, Envelope envelope, Message.Failure failure) {
        connections.connection(entry.connection()).answered(envelope.id());
        BreakReason reason = terminal(failure);
        if (reason != null) {
            counts.breaks++;
            end(subscription);
            return new LineEvent.Break(reason);
        }
        return Feed.NOTHING;
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
                yield subscription == null ? Feed.NOTHING : updated(entry, subscription, envelope);
            }
            case Message.Subscriptions ignored -> Feed.NOTHING;
            case Message.Unsubscribed ignored -> Feed.NOTHING;
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
            return subscription == null ? Feed.NOTHING : failed(entry, subscription, envelope, failure);
        }
        connection.answered(envelope.id());
        BreakReason reason = command.isPresent() ? null : terminal(failure);
        if (reason == null) {
            return Feed.NOTHING;
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
            return Feed.row(entry, subscription.sid, breakBefore, body);
        }
        if (isTicker || breakBefore != null) {
            return Feed.row(entry, subscription.sid, breakBefore, kept(undecodable.reason()));
        }
        counts.breaks++;
        subscription.breakSpans();
        return Feed.row(entry, subscription.sid, BreakReason.UNDECODABLE, kept(undecodable.reason()));
    }

    /** The channel of a subscription whose acknowledgement was not seen. */
    private static String channelOf(Envelope envelope) {
        return switch (envelope.type()) {
            case "orderbook_snapshot", "orderbook_delta" -> Channel.ORDERBOOK.wireName();
            default -> envelope.type();
        };
    }
}
