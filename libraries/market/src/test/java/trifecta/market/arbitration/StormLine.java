package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Times;

/**
 * One line in a storm. What the exchange sends it, and when, depends on what happens to its connection; a snapshot that is asked for
 * is sent in order with the changes. It folds its own book.
 */
final class StormLine {
    /** Where a line's stamps come from. */
    enum Stamps {
        EXACT,
        /** Cut to whole milliseconds. */
        CUT,
        /** Rounded to whole milliseconds: half of them fall into the next one. */
        ROUNDED,
        JITTER,
        ABSENT
    }

    /** Nothing arrives in this time; then all of it does. */
    record Stall(double from, double to) {}

    private final Truth truth;
    private final int line;
    private final Random random;
    private final long begin;

    final Set<Integer> covered = new HashSet<>();
    final Stamps stamps;
    /** Messages the exchange drops in silence. */
    final Set<Integer> lost = new HashSet<>();
    /** Messages that are missing in the sequence: the span ends with the message before. */
    final Set<Integer> holes = new HashSet<>();
    /** When the connection is torn; what is on its way then is gone. */
    final TreeSet<Double> cuts = new TreeSet<>();

    final List<Stall> stalls = new ArrayList<>();

    private int next;
    private boolean up;
    private double arrival;
    private double connectsAt;
    /** When the exchange sends snapshots that were asked for. */
    private final TreeSet<Double> snapshots = new TreeSet<>();

    private Book own = new Book();
    private Book right = new Book();
    private long lastStamp = Long.MIN_VALUE;
    private boolean finished;
    private final List<Seen> ready = new ArrayList<>();

    StormLine(Truth truth, int line, Stamps stamps, long seed) {
        this.truth = truth;
        this.line = line;
        this.stamps = stamps;
        this.random = new Random(seed);
        this.begin = truth.change(0).exchangeMicros();
        this.connectsAt = random.nextInt(200);
    }

    /** The line is up: the exchange answers after the messages it sends until then. */
    void askForSnapshot(double now) {
        if (up) {
            snapshots.add(now + 5 + 25 * random.nextDouble());
        }
    }

    /** Whether anything is left. */
    boolean hasNext() {
        return !finished;
    }

    /** When the next thing happens. */
    double nextAt() {
        if (!up) {
            return arrivalOf(connectsAt);
        }
        double sent = next < truth.size() ? sentAt(next) : sentAt(truth.size() - 1) + 10_000;
        if (!snapshots.isEmpty()) {
            sent = Math.min(sent, snapshots.first());
        }
        double arrives = arrivalOf(sent);
        return cuts.isEmpty() ? arrives : Math.min(arrives, Math.max(arrival, cuts.first()));
    }

    /** The next thing happens. */
    List<Seen> next() {
        ready.clear();
        double at = nextAt();
        double cut = cuts.isEmpty() ? Double.MAX_VALUE : cuts.first();
        if (!up) {
            connect(at);
        } else if (at >= cut) {
            cuts.pollFirst();
            end(at, 100 + 1_500 * random.nextDouble() * random.nextDouble());
        } else if (!snapshots.isEmpty() && (next >= truth.size() || snapshots.first() < sentAt(next))) {
            snapshots.pollFirst();
            arrival = at;
            snapshot();
        } else if (next >= truth.size()) {
            arrival = at;
            ready.add(Seen.snapshot(arrival, line, own.hash() == right.hash()));
            ready.add(Seen.end(arrival, line));
            finished = true;
        } else {
            arrival = at;
            step(next++);
        }
        return ready;
    }

    private void connect(double at) {
        while (!cuts.isEmpty() && cuts.first() <= at) {
            cuts.pollFirst();
        }
        arrival = at;
        next = 0;
        while (next < truth.size() && sentAt(next) < at) {
            next++;
        }
        right = truth.bookBefore(next);
        own = truth.bookBefore(next);
        arrival = at + 10 * random.nextDouble();
        up = true;
        ready.add(Seen.start(arrival, line, own.hash()));
        finished = next >= truth.size();
        if (finished) {
            ready.add(Seen.end(arrival, line));
        }
    }

    private void end(double at, double downFor) {
        arrival = at;
        ready.add(Seen.end(arrival, line));
        up = false;
        snapshots.clear();
        connectsAt = at + downFor;
    }

    private void step(int index) {
        if (holes.remove(index)) {
            end(arrival, 20 + 100 * random.nextDouble());
            return;
        }
        truth.apply(right, index);
        if (lost.contains(index)) {
            return;
        }
        truth.apply(own, index);
        BookChange change = truth.change(index);
        long after = own.size(change.side(), change.priceMicros());
        if (after < 0) {
            end(arrival, 5 + 30 * random.nextDouble());
            return;
        }
        BookChange seen = new BookChange(
                change.exchangeMicros(),
                change.side(),
                change.priceMicros(),
                change.deltaHundredths(),
                after,
                own.hash());
        ready.add(new Seen(arrival, line, Seen.Kind.DELTA, seen, false, index));
        if (own.hash() == right.hash()) {
            covered.add(index);
        }
    }

    private void snapshot() {
        boolean agrees = own.hash() == right.hash();
        ready.add(Seen.snapshot(arrival, line, agrees));
        if (!agrees) {
            own = truth.bookBefore(next);
            ready.add(Seen.start(arrival, line, own.hash()));
        }
    }

    /** Milliseconds since the first change. */
    double sentAt(int index) {
        return (truth.change(index).exchangeMicros() - begin) / 1000.0;
    }

    private double arrivalOf(double sent) {
        double arrives = Math.max(arrival, sent + 5 + Math.floorMod((long) (sent * 7919) + line, 10));
        for (Stall stall : stalls) {
            if (stall.from() <= arrives && arrives < stall.to()) {
                return stall.to();
            }
        }
        return arrives;
    }

    int line() {
        return line;
    }

    /** A change with its time as the line gets it. */
    BookChange stamped(BookChange change) {
        long micros = change.exchangeMicros();
        long stamp = switch (stamps) {
            case EXACT -> micros;
            case CUT -> Math.floorDiv(micros, 1000) * 1000;
            case ROUNDED -> Math.floorDiv(micros + 500, 1000) * 1000;
            case JITTER -> Math.max(lastStamp, micros + random.nextInt(5001));
            case ABSENT -> Times.ABSENT;
        };
        lastStamp = stamp;
        return new BookChange(
                stamp,
                change.side(),
                change.priceMicros(),
                change.deltaHundredths(),
                change.sizeAfter(),
                change.bookHash());
    }
}
