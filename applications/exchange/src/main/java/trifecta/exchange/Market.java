package trifecta.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.protocol.Channel;

/**
 * One market: its facts, its book, where it stands, what was traded and who listens. Owned by the sequencer. What only a busy market
 * needs is made when it is needed: of a million most are idle.
 */
final class Market {
    private final int key;
    private final MarketFacts facts;
    private final Book book = new Book();
    private final List<Subscription> bookListeners = new ArrayList<>(1);

    private byte @Nullable [] head;
    private @Nullable Map<Channel, List<Subscription>> otherListeners;
    private @Nullable ArrayDeque<PastTrade> trades;
    private @Nullable Ticker lastTicker;
    private MarketStatus status;
    private String result = "";
    private long closeMicros;
    private long updatedMicros;
    private long settledMicros = Times.ABSENT;
    private long lastPriceMicros;
    private long lastSizeHundredths;
    private long volumeHundredths;
    private long openInterestHundredths;

    /**
     * @param key the record's number of this market
     */
    Market(int key, MarketFacts facts, MarketStatus status, long closeMicros) {
        this.key = key;
        this.facts = facts;
        this.status = status;
        this.closeMicros = closeMicros;
        this.updatedMicros = facts.createdMicros();
    }

    int key() {
        return key;
    }

    MarketFacts facts() {
        return facts;
    }

    String ticker() {
        return facts.ticker();
    }

    /** The beginning of every message about it: an open JSON object with ticker and id. */
    byte[] head() {
        byte[] made = head;
        if (made == null) {
            made = head = new TextBuffer()
                    .text("{\"market_ticker\":")
                    .json(facts.ticker())
                    .text(",\"market_id\":")
                    .json(facts.marketId())
                    .toBytes();
        }
        return made;
    }

    Book book() {
        return book;
    }

    /** The subscriptions that asked for this very market. */
    List<Subscription> listeners(Channel channel) {
        if (channel == Channel.ORDERBOOK) {
            return bookListeners;
        }
        Map<Channel, List<Subscription>> others = otherListeners;
        return others == null ? List.of() : others.getOrDefault(channel, List.of());
    }

    /** A subscription that names it hears of it from now on. */
    void listen(Subscription subscription) {
        if (subscription.channel() == Channel.ORDERBOOK) {
            bookListeners.add(subscription);
            return;
        }
        Map<Channel, List<Subscription>> others = otherListeners;
        if (others == null) {
            others = otherListeners = new EnumMap<>(Channel.class);
        }
        others.computeIfAbsent(subscription.channel(), any -> new ArrayList<>(1))
                .add(subscription);
    }

    void stopListening(Subscription subscription) {
        if (subscription.channel() == Channel.ORDERBOOK) {
            bookListeners.remove(subscription);
        } else if (otherListeners != null) {
            otherListeners
                    .getOrDefault(subscription.channel(), new ArrayList<>())
                    .remove(subscription);
        }
    }

    /** Whether a subscription holds it. */
    boolean isHeard() {
        return !bookListeners.isEmpty()
                || (otherListeners != null && otherListeners.values().stream().anyMatch(each -> !each.isEmpty()));
    }

    MarketStatus status() {
        return status;
    }

    void become(MarketStatus next, long micros) {
        status = next;
        updatedMicros = micros;
        if (next == MarketStatus.FINALIZED) {
            settledMicros = micros;
        }
    }

    long updatedMicros() {
        return updatedMicros;
    }

    long settledMicros() {
        return settledMicros;
    }

    long closeMicros() {
        return closeMicros;
    }

    void closeAt(long micros) {
        closeMicros = micros;
    }

    /** "yes", "no", or empty while undecided. */
    String result() {
        return result;
    }

    void decide(String word) {
        result = word;
    }

    /** The last trade's price, 0 before the first. */
    long lastPriceMicros() {
        return lastPriceMicros;
    }

    long lastSizeHundredths() {
        return lastSizeHundredths;
    }

    long volumeHundredths() {
        return volumeHundredths;
    }

    long openInterestHundredths() {
        return openInterestHundredths;
    }

    void openInterest(long hundredths) {
        openInterestHundredths = hundredths;
    }

    /** The ticker message sent last; null before the first. */
    @Nullable Ticker lastTicker() {
        return lastTicker;
    }

    void ticked(Ticker ticker) {
        lastTicker = ticker;
    }

    /** Its trades that are still held, oldest first. */
    ArrayDeque<PastTrade> trades() {
        ArrayDeque<PastTrade> made = trades;
        return made == null ? new ArrayDeque<>() : made;
    }

    void traded(PastTrade past) {
        ArrayDeque<PastTrade> made = trades;
        if (made == null) {
            made = trades = new ArrayDeque<>();
        }
        made.addLast(past);
        lastPriceMicros = past.trade().yesPriceMicros();
        lastSizeHundredths = past.trade().countHundredths();
        volumeHundredths += past.trade().countHundredths();
    }

    @Override
    public String toString() {
        return ticker();
    }
}
