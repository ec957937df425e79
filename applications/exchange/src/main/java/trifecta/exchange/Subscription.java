package trifecta.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.Channel;

/** One subscription of one connection: its numbering, its markets, and what is to be withheld from it. Owned by the sequencer. */
final class Subscription {
    private final Connection connection;
    private final int sid;
    private final Channel channel;
    private final boolean everyMarket;
    private final Set<Market> markets = new LinkedHashSet<>();
    private final ArrayDeque<Market> snapshotsDue = new ArrayDeque<>(0);

    private long nextSeq = 1;
    private int dropsDue;
    private int holesDue;
    private int overflowsDue;
    private int garblesDue;
    private int repeatsDue;
    private int noiseDue;
    private boolean overflowing;
    private boolean ended;
    private @Nullable Deviations deviations;

    /**
     * @param everyMarket whether it names no markets and so gets all
     */
    Subscription(Connection connection, int sid, Channel channel, boolean everyMarket) {
        this.connection = connection;
        this.sid = sid;
        this.channel = channel;
        this.everyMarket = everyMarket;
    }

    Connection connection() {
        return connection;
    }

    int sid() {
        return sid;
    }

    Channel channel() {
        return channel;
    }

    boolean everyMarket() {
        return everyMarket;
    }

    /** Ticker messages carry no numbers. */
    boolean isSequenced() {
        return channel != Channel.TICKER;
    }

    Set<Market> markets() {
        return markets;
    }

    List<String> tickers() {
        List<String> tickers = new ArrayList<>(markets.size());
        markets.forEach(market -> tickers.add(market.ticker()));
        return tickers;
    }

    boolean covers(Market market) {
        return everyMarket || markets.contains(market);
    }

    /** Markets whose state is still to be shown; a book's deltas follow its snapshot. */
    ArrayDeque<Market> snapshotsDue() {
        return snapshotsDue;
    }

    /** The state of these markets is to be shown. */
    void showSoon(Iterable<Market> more) {
        more.forEach(snapshotsDue::add);
        connection.care(this);
    }

    /** In what its next messages differ from the truth; null: in nothing, as nearly always. */
    @Nullable Deviations deviations() {
        return deviations;
    }

    /** The same, made where there was none. */
    Deviations deviate() {
        Deviations made = deviations;
        if (made == null) {
            made = deviations = new Deviations();
        }
        return made;
    }

    /** Whether its next event is sent, whatever comes. */
    boolean sendsNext() {
        return !overflowing && dropsDue == 0 && holesDue == 0 && garblesDue == 0;
    }

    /** The number of the next message; taken whether or not the message is sent. */
    long takeSeq() {
        return nextSeq++;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
        snapshotsDue.clear();
    }

    /** Whether the messages are being withheld because the client was too slow; error 25 follows when there is room. */
    boolean isOverflowing() {
        return overflowing && overflowsDue == 0;
    }

    void overflow() {
        overflowing = true;
        connection.care(this);
    }

    /** Whether there is nothing to do for it but to send it events. */
    boolean isCaredFor() {
        return ended || (snapshotsDue.isEmpty() && !overflowing);
    }

    /** The next messages vanish without a number. */
    void dropNext(int messages) {
        dropsDue += messages;
    }

    /** The next messages are withheld, their numbers are used up. */
    void skipNext(int messages) {
        holesDue += messages;
    }

    /** The next messages are lost to an overflow, which is told afterwards. */
    void overflowNext(int messages) {
        overflow();
        overflowsDue += messages;
    }

    /** The next messages are cut in the middle. */
    void garbleNext(int messages) {
        garblesDue += messages;
    }

    /** The next messages are sent twice. */
    void repeatNext(int messages) {
        repeatsDue += messages;
    }

    /** Something unknown goes before the next messages. */
    void noiseNext(int messages) {
        noiseDue += messages;
    }

    /** The numbers begin anew. */
    void restart() {
        nextSeq = 1;
    }

    /** Whether the message that is being sent goes twice; counts it. */
    boolean takeRepeat() {
        boolean due = repeatsDue > 0;
        repeatsDue -= due ? 1 : 0;
        return due;
    }

    /** Whether something unknown goes before the message that is being sent; counts it. */
    boolean takeNoise() {
        boolean due = noiseDue > 0;
        noiseDue -= due ? 1 : 0;
        return due;
    }

    /** What happens to the next event, by the faults that wait; counts it. */
    Fate nextFate() {
        if (overflowing) {
            overflowsDue = Math.max(0, overflowsDue - 1);
            return Fate.OVERFLOW;
        }
        if (dropsDue > 0) {
            dropsDue--;
            return Fate.DROP;
        }
        if (holesDue > 0) {
            holesDue--;
            return Fate.HOLE;
        }
        if (garblesDue > 0) {
            garblesDue--;
            return Fate.GARBLE;
        }
        return Fate.SEND;
    }

    /** What becomes of one event on one subscription. */
    enum Fate {
        SEND("sent"),
        /** Withheld, and no number used. */
        DROP("drop"),
        /** Withheld, its number used. */
        HOLE("hole"),
        /** Sent so that nobody can read more than its number. */
        GARBLE("garble"),
        /** Withheld, its number used, error 25 to come. */
        OVERFLOW("overflow");

        private final String word;

        Fate(String word) {
            this.word = word;
        }

        /** The word of the record. */
        String word() {
            return word;
        }
    }
}
