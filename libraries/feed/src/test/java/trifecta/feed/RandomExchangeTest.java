package trifecta.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trifecta.market.Book;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.protocol.Command;
import trifecta.protocol.Message;

/**
 * An exchange of random books on one connection after the other, with holes, repeats, restarts, snapshots and cuts. What the feed
 * says must be true: each row's hash is the hash of the exchange's own book at that place, unless a message was lost in silence,
 * which this exchange never does; and a market is in a span exactly when a snapshot came since its last hole.
 */
class RandomExchangeTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 1500;
    private static final String[] MARKETS = {"M-1", "M-2", "M-3", "M-4"};

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, SEEDS);
    }

    private final Conversation c = new Conversation();
    private final Map<String, Book> truth = new HashMap<>();
    private final Map<Long, Long> hashAfterRow = new HashMap<>();
    private final Set<String> inSpan = new HashSet<>();
    private SplittableRandom random = new SplittableRandom(0);
    private int connection;
    private long seq;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatTheFeedSaysIsTrue(long seed) {
        random = new SplittableRandom(seed);
        connect();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(60)) {
                case 0 -> loseSome();
                case 1, 2, 3 -> snapshot(market());
                case 4 -> repeat();
                case 5 -> clear(market());
                case 6 -> restart();
                case 7 -> {
                    if (random.nextInt(5) == 0) {
                        c.closed(connection);
                        connect();
                    }
                }
                default -> change(market());
            }
            assertThat(c.feed.marketsInSpan())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(inSpan.size());
        }
        assertReplayGivesTheSame(seed);
    }

    private String market() {
        return MARKETS[random.nextInt(MARKETS.length)];
    }

    private Book truth(String market) {
        return truth.computeIfAbsent(market, unknown -> new Book());
    }

    private void connect() {
        connection++;
        seq = 0;
        inSpan.clear();
        c.books(connection, 1, MARKETS);
    }

    private Message.Delta change(Book book, String market) {
        Side side = Side.ofBit(random.nextInt(2));
        int price = (1 + random.nextInt(9)) * 100_000;
        long size = book.size(side, price);
        long delta = size > 0 && random.nextInt(3) > 0 ? -1 - random.nextLong(size) : 1 + random.nextLong(50);
        book.add(side, price, delta);
        return new Message.Delta(market, Conversation.FIRST_MICROS, side, price, delta);
    }

    private void change(String market) {
        Book book = truth(market);
        Message.Delta delta = change(book, market);
        LineEvent row = c.says(connection, 1, ++seq, delta);
        hashAfterRow.put(row.n(), book.hash());
        if (inSpan.contains(market)) {
            LineEvent.Delta folded = (LineEvent.Delta) row.body();
            assertThat(folded.change().bookHash()).isEqualTo(book.hash());
            assertThat(folded.change().sizeAfter()).isEqualTo(book.size(delta.side(), delta.priceMicros()));
        } else {
            assertThat(row.body()).isInstanceOf(LineEvent.HeldDelta.class);
        }
    }

    private void loseSome() {
        for (int lost = 1 + random.nextInt(5); lost > 0; lost--) {
            String market = market();
            change(truth(market), market);
            seq++;
        }
        inSpan.clear();
        change(market());
    }

    private void snapshot(String market) {
        c.asks(connection, 1, Command.Action.GET_SNAPSHOT, market);
        Book book = truth(market);
        boolean wasIn = !inSpan.add(market);
        LineEvent row = c.says(connection, 1, ++seq, new Message.Snapshot(market, book.content(), Times.ABSENT));
        LineEvent.Snapshot snapshot = (LineEvent.Snapshot) row.body();
        assertThat(snapshot.role()).isEqualTo(wasIn ? SnapshotRole.AGREES : SnapshotRole.STARTS);
        assertThat(snapshot.hash()).isEqualTo(book.hash());
        long before = snapshot.baseHash();
        for (LineEvent.Prologue one : snapshot.prologue()) {
            assertThat(one.change().hashBefore()).isEqualTo(before);
            assertThat(one.change().bookHash()).isEqualTo(hashAfterRow.get(one.n()));
            before = one.change().bookHash();
        }
        assertThat(before).as("the prologue leads to the snapshot").isEqualTo(snapshot.hash());
    }

    /** The market closes: its book is empty, and the exchange says so without being asked. */
    private void clear(String market) {
        Book book = truth(market);
        boolean wasEmpty = book.isEmpty();
        book.replace(List.of());
        boolean wasIn = !inSpan.add(market);
        LineEvent row = c.says(connection, 1, ++seq, new Message.Snapshot(market, List.of(), Times.ABSENT));
        SnapshotRole expected = !wasIn ? SnapshotRole.STARTS : wasEmpty ? SnapshotRole.AGREES : SnapshotRole.REPLACES;
        assertThat(((LineEvent.Snapshot) row.body()).role()).isEqualTo(expected);
    }

    private void repeat() {
        var last = c.entries.getLast();
        if (last.kind() == trifecta.journal.EntryKind.FRAME && seq > 0) {
            assertThat(c.entry(last.kind(), last.connection(), last.bytes()).body())
                    .isEqualTo(new LineEvent.Nothing());
        }
    }

    private void restart() {
        if (seq > 1) {
            seq = random.nextLong(seq - 1);
            inSpan.clear();
            change(market());
        }
    }

    /** From the beginning, and from a checkpoint taken at any place. */
    private void assertReplayGivesTheSame(long seed) {
        int cut = random.nextInt(c.entries.size());
        Feed feed = new Feed();
        List<LineEvent> again = new ArrayList<>();
        for (int i = 0; i < c.entries.size(); i++) {
            again.add(feed.accept(c.entries.get(i)));
            if (i == cut) {
                feed = Feed.restore(feed.save());
            }
        }
        assertThat(again).as("seed %d, checkpoint behind entry %d", seed, cut).isEqualTo(c.rows);
        assertThat(feed.save()).isEqualTo(c.feed.save());
    }
}
