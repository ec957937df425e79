package trifecta.cli.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.protocol.Channel;
import trifecta.protocol.Envelope;
import trifecta.protocol.Frame;
import trifecta.protocol.Message;

/**
 * What one connection delivered, folded as it came. Pure and single-threaded; a snapshot in the middle starts a market's book anew.
 */
final class Watch {
    private final Map<String, Book> books = new HashMap<>();
    private final Map<String, History> histories = new LinkedHashMap<>();
    private final Map<String, SeenTrade> trades = new LinkedHashMap<>();
    private final Map<Integer, Long> lastSeq = new HashMap<>();
    private final Map<Integer, String> channels = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Map<String, Long> firstSeq = new LinkedHashMap<>();
    private final Map<String, Long> unknown = new TreeMap<>();
    private @Nullable Long tradesSinceMicros;
    private long watchedUntilMicros = Long.MAX_VALUE;

    void accept(Frame frame, long receivedAtMicros) {
        sequence(frame.envelope());
        switch (frame.message()) {
            case Message.Subscribed subscribed -> {
                channels.put(subscribed.sid(), subscribed.channel());
                if (subscribed.channel().equals(Channel.TRADE.wireName())) {
                    tradesSinceMicros = receivedAtMicros;
                }
            }
            case Message.Snapshot snapshot -> {
                Book book = books.computeIfAbsent(snapshot.market(), _ -> new Book());
                book.replace(snapshot.levels());
                histories.computeIfAbsent(snapshot.market(), _ -> new History(book.hash(), receivedAtMicros));
            }
            case Message.Delta delta -> delta(delta, receivedAtMicros);
            case Message.Trade trade ->
                trades.put(trade.trade().tradeId(), new SeenTrade(receivedAtMicros, trade.trade()));
            case Message.Failure failure -> troubles.add("error " + failure.code() + ": " + failure.text());
            case Message.Undecodable undecodable -> troubles.add("undecodable frame: " + undecodable.reason());
            case Message.Unknown other -> unknown.merge(other.type(), 1L, Long::sum);
            default -> {}
        }
    }

    /** The connection was read up to here. */
    void ended(long atMicros) {
        watchedUntilMicros = atMicros;
        histories.values().forEach(history -> history.watchedUntil(atMicros));
    }

    void oversized(long messageBytes) {
        troubles.add("a message of " + messageBytes + " bytes was too large to be read");
    }

    private void sequence(Envelope envelope) {
        if (!envelope.isSequenced()) {
            return;
        }
        Long last = lastSeq.put(envelope.sid(), envelope.seq());
        if (last == null) {
            firstSeq.put(channels.getOrDefault(envelope.sid(), "sid " + envelope.sid()), envelope.seq());
        } else if (envelope.seq() != last + 1) {
            troubles.add("sequence of sid " + envelope.sid() + " jumps from " + last + " to " + envelope.seq());
        }
    }

    private void delta(Message.Delta delta, long receivedAtMicros) {
        Book book = books.get(delta.market());
        History seen = histories.get(delta.market());
        if (book == null || seen == null) {
            troubles.add("delta before any snapshot of " + delta.market());
            return;
        }
        long after = book.add(delta.side(), delta.priceMicros(), delta.deltaHundredths());
        if (after < 0) {
            troubles.add("a level of " + delta.market() + " went below zero");
        }
        seen.add(new Observed(
                receivedAtMicros,
                new BookChange(
                        delta.exchangeMicros(),
                        delta.side(),
                        delta.priceMicros(),
                        delta.deltaHundredths(),
                        after,
                        book.hash())));
    }

    /** What came of a market; nothing before its snapshot. */
    Optional<History> history(String market) {
        return Optional.ofNullable(histories.get(market));
    }

    Map<String, SeenTrade> trades() {
        return trades;
    }

    /** When the subscription to trades was acknowledged, which {@link #acknowledgedTrades} tells. */
    long tradesSinceMicros() {
        return tradesSinceMicros == null ? Long.MAX_VALUE - Alignment.UNDER_WAY_MICROS : tradesSinceMicros;
    }

    boolean acknowledgedTrades() {
        return tradesSinceMicros != null;
    }

    long watchedUntilMicros() {
        return watchedUntilMicros;
    }

    /** The first sequence number of each channel after its acknowledgement. */
    Map<String, Long> firstSeq() {
        return firstSeq;
    }

    /** What is wrong with this connection by itself, a sentence each. */
    List<String> troubles() {
        List<String> all = new ArrayList<>(troubles);
        unknown.forEach((type, frames) ->
                all.add("%,d frames of type \"%s\", which this version does not know".formatted(frames, type)));
        if (!acknowledgedTrades()) {
            all.add("the subscription to trades was not acknowledged");
        }
        return all;
    }
}
