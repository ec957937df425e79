package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import trifecta.market.Book;
import trifecta.market.BookChange;

/** What one line delivers of the truth. It folds its own book: after a silent loss it really carries wrong sizes and hashes. */
final class LineScript {
    /** Where a line's stamps come from. */
    enum Stamps {
        EXACT,
        MILLISECONDS,
        SHIFTED,
        JITTER,
        ABSENT
    }

    /** A span covers the changes from one index up to another. */
    record Span(int from, int to) {}

    /** Nothing arrives in this time. */
    record Stall(long fromMillis, long toMillis) {}

    private final Truth truth;
    private final int line;
    private final Random random;
    private final List<Seen> events = new ArrayList<>();

    final List<Span> spans = new ArrayList<>();
    final List<Stall> stalls = new ArrayList<>();
    final Set<Integer> lost = new java.util.HashSet<>();
    /** Changes it delivered with a right book behind them. */
    final Set<Integer> covered = new java.util.HashSet<>();

    Stamps stamps = Stamps.EXACT;
    long shiftMicros;
    double permuted;
    double stale;
    double snapshotEveryMillis = 4000;

    private double arrival;
    private Book own = new Book();
    private Book right = new Book();
    private long lastStamp;
    private int sinceSnapshot;
    private long nextSnapshot;

    LineScript(Truth truth, int line, long seed) {
        this.truth = truth;
        this.line = line;
        this.random = new Random(seed);
    }

    List<Seen> events() {
        for (Span span : spans) {
            run(span);
        }
        return events;
    }

    private void run(Span span) {
        List<Integer> order = order(span);
        int skipped = permuted > 0 && random.nextInt(3) == 0 ? random.nextInt(2) : 0;
        right = truth.bookBefore(span.from());
        for (int i = 0; i < Math.min(skipped, order.size() - 1); i++) {
            truth.apply(right, order.get(i));
        }
        skipped = Math.min(skipped, order.size() - 1);
        own = copy(right);
        arrive(truth.millis(span.from()));
        events.add(Seen.start(arrival, line, own.hash()));
        planSnapshot(truth.millis(span.from()));
        for (int index : order.subList(skipped, order.size())) {
            step(index);
        }
        events.add(Seen.snapshot(arrival, line, own.hash() == right.hash()));
        events.add(Seen.end(arrival, line));
    }

    private List<Integer> order(Span span) {
        List<Integer> order = new ArrayList<>();
        int from = span.from();
        while (from < span.to()) {
            int to = from;
            List<Integer> group = new ArrayList<>();
            while (to < span.to() && truth.millis(to) == truth.millis(from)) {
                group.add(to++);
            }
            boolean whole = to == truth.size() || truth.millis(to) != truth.millis(from);
            if (whole && group.size() > 1 && random.nextDouble() < permuted) {
                Collections.shuffle(group, random);
            }
            order.addAll(group);
            from = to;
        }
        return order;
    }

    private void step(int index) {
        truth.apply(right, index);
        if (lost.contains(index)) {
            return;
        }
        truth.apply(own, index);
        BookChange change = truth.change(index);
        arrive(truth.millis(index));
        // the exchange stamps no snapshot
        long stamp = truth.replacesBook(index) ? trifecta.market.Times.ABSENT : stamp(change.exchangeMicros());
        long after = own.size(change.side(), change.priceMicros());
        BookChange seen =
                new BookChange(stamp, change.side(), change.priceMicros(), change.deltaHundredths(), after, own.hash());
        Seen.Kind kind = truth.replacesBook(index) ? Seen.Kind.REPLACE : Seen.Kind.DELTA;
        events.add(new Seen(arrival, line, kind, seen, false, index));
        sinceSnapshot++;
        if (own.hash() == right.hash()) {
            covered.add(index);
        }
        if (after < 0 && own.hash() != right.hash()) {
            startAnew(copy(right));
        } else if (truth.millis(index) > nextSnapshot) {
            snapshot(index);
        }
    }

    private void snapshot(int index) {
        planSnapshot(truth.millis(index));
        if (own.hash() != right.hash()) {
            startAnew(copy(right));
        } else if (random.nextDouble() < stale && sinceSnapshot > 40 && !truth.replacesBook(index)) {
            startAnew(truth.bookBefore(index - 5 - random.nextInt(30)));
            sinceSnapshot = 0;
        } else {
            events.add(Seen.snapshot(arrival, line, true));
        }
    }

    private void startAnew(Book book) {
        events.add(Seen.snapshot(arrival, line, false));
        own = book;
        events.add(Seen.start(arrival, line, own.hash()));
    }

    private void planSnapshot(long millis) {
        nextSnapshot = millis + (long) (-Math.log(1 - random.nextDouble()) * snapshotEveryMillis);
    }

    private void arrive(long millis) {
        arrival = Math.max(arrival, millis + 20 * random.nextDouble());
        if (random.nextInt(500) == 0) {
            arrival += 3000 * random.nextDouble();
        }
        for (Stall stall : stalls) {
            if (stall.fromMillis() <= millis && millis < stall.toMillis()) {
                arrival = Math.max(arrival, (double) stall.toMillis());
            }
        }
    }

    private long stamp(long micros) {
        long stamp = switch (stamps) {
            case EXACT -> micros;
            case MILLISECONDS -> Math.floorDiv(micros, 1000) * 1000;
            case SHIFTED -> micros + shiftMicros;
            case JITTER -> Math.max(lastStamp, micros + random.nextInt(5000));
            case ABSENT -> trifecta.market.Times.ABSENT;
        };
        lastStamp = stamp;
        return stamp;
    }

    private static Book copy(Book book) {
        Book copy = new Book();
        copy.replace(book.content());
        return copy;
    }
}
