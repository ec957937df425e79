package trifecta.cli.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Trade;
import trifecta.protocol.Envelope;
import trifecta.protocol.Frame;
import trifecta.protocol.Message;

/**
 * What one connection delivered, folded as it came. Pure and single-threaded; a snapshot in the middle starts a market's book anew.
 */
final class Watch {
    private final Map<String, Book> books = new HashMap<>();
    private final Map<String, List<Observed>> deltas = new LinkedHashMap<>();
    private final Map<String, Trade> trades = new LinkedHashMap<>();
    private final Map<Integer, Long> lastSeq = new HashMap<>();
    private final Map<Integer, String> channels = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Map<String, Long> firstSeq = new LinkedHashMap<>();
    private long unknown;

    void accept(Frame frame, long receivedAtMicros) {
        sequence(frame.envelope());
        switch (frame.message()) {
            case Message.Subscribed subscribed -> channels.put(subscribed.sid(), subscribed.channel());
            case Message.Snapshot snapshot -> {
                Book book = books.computeIfAbsent(snapshot.market(), _ -> new Book());
                book.replace(snapshot.levels());
                deltas.computeIfAbsent(snapshot.market(), _ -> new ArrayList<>());
            }
            case Message.Delta delta -> delta(delta, receivedAtMicros);
            case Message.Trade trade -> trades.put(trade.trade().tradeId(), trade.trade());
            case Message.Failure failure -> troubles.add("error " + failure.code() + ": " + failure.text());
            case Message.Undecodable undecodable -> troubles.add("undecodable frame: " + undecodable.reason());
            case Message.Unknown _ -> unknown++;
            default -> {}
        }
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
        List<Observed> seen = deltas.get(delta.market());
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

    List<Observed> deltas(String market) {
        return deltas.getOrDefault(market, List.of());
    }

    boolean sawSnapshot(String market) {
        return deltas.containsKey(market);
    }

    Map<String, Trade> trades() {
        return trades;
    }

    /** The first sequence number of each channel after its acknowledgement. */
    Map<String, Long> firstSeq() {
        return firstSeq;
    }

    List<String> troubles() {
        return troubles;
    }

    long unknown() {
        return unknown;
    }
}
