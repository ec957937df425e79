package trifecta.store.history;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.BookHash;
import trifecta.market.Level;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.Mark;
import trifecta.store.production.ProductionBatch.RowPlace;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionBatch.SnapshotRow;

/**
 * The path of one market as it must be in production, with whole books kept at every row, and the batches that bring production there.
 * It grows at its end and, as the merge does, at the end of earlier runs, in their midst, and by rows that take the place of others.
 */
final class ModelPath {
    static final long BEGIN = 1_786_402_327_000_000L;
    private static final long STEP = 1L << 20;
    private static final long HOLE = 1L << 40;

    final String market;
    final List<ModelRow> rows = new ArrayList<>();
    final List<ModelSnapshot> snapshots = new ArrayList<>();

    private final RandomGenerator random;
    private ProductionBatch batch = ProductionBatch.empty();
    private long nextSeq = 1L << 50;
    private long micros = BEGIN;
    private int position;

    ModelPath(String market, RandomGenerator random) {
        this.market = market;
        this.random = random;
    }

    /** A whole book: sizes by price and side, as {@link #key} packs them. */
    static final class ModelBook extends TreeMap<Integer, Long> {
        private static final long serialVersionUID = 1;

        ModelBook() {}

        ModelBook(ModelBook other) {
            super(other);
        }

        static int key(Side side, int priceMicros) {
            return 2_000_000 * side.bit() + priceMicros;
        }

        void add(Side side, int priceMicros, long delta) {
            merge(key(side, priceMicros), delta, Long::sum);
            remove(key(side, priceMicros), 0L);
        }

        long size(Side side, int priceMicros) {
            return getOrDefault(key(side, priceMicros), 0L);
        }

        List<Level> levels() {
            return entrySet().stream()
                    .map(entry -> new Level(
                            Side.ofBit(entry.getKey() / 2_000_000), entry.getKey() % 2_000_000, entry.getValue()))
                    .toList();
        }

        long hash() {
            return levels().stream()
                    .mapToLong(level -> BookHash.ofLevel(level.side(), level.priceMicros(), level.sizeHundredths()))
                    .sum();
        }
    }

    /**
     * A row and the whole book after it.
     *
     * @param base the book under it, where it opens a run
     */
    record ModelRow(
            long seq,
            long exchangeMicros,
            long receivedMicros,
            boolean replaced,
            ModelBook after,
            @Nullable ModelBook base,
            boolean ended) {
        long micros() {
            return exchangeMicros == Times.ABSENT ? receivedMicros : exchangeMicros;
        }
    }

    /** A snapshot that a line received. */
    record ModelSnapshot(long receivedMicros, ModelBook content, ModelBook base) {}

    /** What production has not been told yet. */
    ProductionBatch takeBatch() {
        ProductionBatch taken = batch;
        batch = ProductionBatch.empty();
        return taken;
    }

    /** Something happens, often an ordinary change. */
    void happen() {
        if (rows.isEmpty()) {
            openRun();
            return;
        }
        switch (random.nextInt(30)) {
            case 0 -> openRun();
            case 1 -> replaceBook();
            case 2 -> insertAtEndOfRun();
            case 3 -> insertPair();
            case 4 -> stitch();
            case 5 -> mark(rows.get(random.nextInt(rows.size())).seq(), true, false);
            default -> append(rows.size(), rows.getLast().after(), null);
        }
    }

    private long tick() {
        micros += random.nextInt(4) == 0 ? 0 : random.nextInt(50_000);
        return micros;
    }

    /** A row's times: most have one of the exchange; all are received a little later, or earlier by another clock. */
    private long exchange(long time) {
        return random.nextInt(8) == 0 ? Times.ABSENT : time;
    }

    private long received(long time) {
        return time + random.nextInt(-2_000, 90_000);
    }

    private ModelBook randomBook() {
        ModelBook book = new ModelBook();
        for (int levels = random.nextInt(6); levels > 0; levels--) {
            book.add(Side.ofBit(random.nextInt(2)), price(), random.nextLong(1, 90_000));
        }
        return book;
    }

    private int price() {
        return 10_000 * random.nextInt(1, 12) + (random.nextBoolean() ? 0 : 1_234);
    }

    /** Appends a delta behind a book; returns the book after it. */
    private ModelBook append(int index, ModelBook before, @Nullable ModelBook base) {
        long seq = nextSeq += base == null ? STEP : HOLE;
        return put(index, seq, tick(), before, base);
    }

    private ModelBook put(int index, long seq, long time, ModelBook before, @Nullable ModelBook base) {
        Side side = Side.ofBit(random.nextInt(2));
        int price = price();
        long size = before.size(side, price);
        long delta = size > 0 && random.nextBoolean() ? -random.nextLong(1, size + 1) : random.nextLong(1, 50_000);
        return put(index, seq, exchange(time), received(time), side, price, delta, before, base);
    }

    private ModelBook put(
            int index,
            long seq,
            long exchange,
            long received,
            Side side,
            int price,
            long delta,
            ModelBook before,
            @Nullable ModelBook base) {
        ModelBook after = new ModelBook(before);
        after.add(side, price, delta);
        rows.add(index, new ModelRow(seq, exchange, received, false, after, base, false));
        BookChange change = new BookChange(exchange, side, price, delta, after.size(side, price), after.hash());
        batch.bookRows().add(new BookRow(market, seq, false, change, 1, 1, received));
        if (base != null) {
            batch.runsOpened().add(new RunHead(market, seq, base.hash()));
        }
        return after;
    }

    /** A line starts anew: sometimes the changes since its hole were held until its snapshot came. */
    private void openRun() {
        micros += random.nextInt(300_000);
        ModelBook base = rows.isEmpty() || random.nextInt(3) > 0
                ? randomBook()
                : new ModelBook(rows.getLast().after());
        if (random.nextInt(3) > 0) {
            snapshot(micros, base, base, SnapshotRole.STARTS, SnapshotRow.NO_SEQ);
            micros += random.nextInt(200_000);
            append(rows.size(), base, base);
        } else {
            ModelBook content = append(rows.size(), base, base);
            for (int held = random.nextInt(5); held > 0; held--) {
                content = append(rows.size(), content, null);
            }
            snapshot(micros + 1, content, base, SnapshotRole.STARTS, SnapshotRow.NO_SEQ);
        }
    }

    /** A line starts anew and no change follows; returns what it was shown. */
    ModelBook snapshot(long received) {
        ModelBook content = randomBook();
        content.add(Side.YES, 990_000, 12_345);
        snapshot(received, content, content, SnapshotRole.STARTS, SnapshotRow.NO_SEQ);
        return content;
    }

    private void snapshot(long received, ModelBook content, ModelBook base, SnapshotRole role, long seq) {
        snapshots.add(new ModelSnapshot(received, content, base));
        batch.snapshots()
                .add(new SnapshotRow(
                        market,
                        seq,
                        1,
                        new Position(1, ++position),
                        role,
                        Times.ABSENT,
                        content.hash(),
                        base.hash(),
                        content.levels(),
                        received));
    }

    private void replaceBook() {
        ModelBook content = random.nextBoolean() ? new ModelBook() : randomBook();
        long time = tick();
        long received = received(time);
        long seq = nextSeq += STEP;
        rows.add(new ModelRow(seq, Times.ABSENT, received, true, content, null, false));
        batch.bookRows()
                .add(new BookRow(
                        market,
                        seq,
                        true,
                        new BookChange(Times.ABSENT, Side.NO, 0, 0, 0, content.hash()),
                        1,
                        1,
                        received));
        snapshot(received, content, content, SnapshotRole.REPLACES, random.nextBoolean() ? seq : SnapshotRow.NO_SEQ);
    }

    /** A late line knows how an earlier run went on. */
    private void insertAtEndOfRun() {
        int index = random.nextInt(rows.size());
        while (index < rows.size() && rows.get(index).base() == null) {
            index++;
        }
        if (index == 0 || index == rows.size()) {
            return;
        }
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            index = insertBehind(index - 1);
        }
    }

    /** One row between a row and the next; returns the index behind it. */
    private int insertBehind(int index) {
        ModelRow before = rows.get(index);
        put(index + 1, between(index), timeBetween(index), before.after(), null);
        return index + 2;
    }

    private long between(int index) {
        long room = rows.get(index + 1).seq() - rows.get(index).seq();
        if (room < 2) {
            throw new IllegalStateException("no number left");
        }
        return rows.get(index).seq() + room / 2;
    }

    private long timeBetween(int index) {
        long earliest = BEGIN;
        for (int i = index; i >= 0 && earliest == BEGIN; i--) {
            earliest = Math.max(earliest, rows.get(i).exchangeMicros());
        }
        long latest = micros;
        for (int i = index + 1; i < rows.size(); i++) {
            if (rows.get(i).exchangeMicros() != Times.ABSENT) {
                latest = rows.get(i).exchangeMicros();
                break;
            }
        }
        return latest > earliest ? random.nextLong(earliest, latest + 1) : earliest;
    }

    /** Two late rows without a net effect. */
    private void insertPair() {
        int index = random.nextInt(rows.size());
        if (index + 1 == rows.size()
                || rows.get(index + 1).seq() - rows.get(index).seq() < 8) {
            return;
        }
        long time = timeBetween(index);
        ModelBook before = rows.get(index).after();
        Side side = Side.ofBit(random.nextInt(2));
        int price = price();
        long seq = between(index);
        ModelBook more = put(index + 1, seq, exchange(time), received(time), side, price, 777, before, null);
        put(index + 2, between(index + 1), exchange(time), received(time), side, price, -777, more, null);
    }

    /** A line crosses a hole: one run goes on into the next. */
    private void stitch() {
        for (int index = rows.size() - 1; index > 0; index--) {
            ModelRow head = rows.get(index);
            ModelBook base = head.base();
            if (base != null && base.equals(rows.get(index - 1).after())) {
                rows.set(
                        index,
                        new ModelRow(
                                head.seq(),
                                head.exchangeMicros(),
                                head.receivedMicros(),
                                head.replaced(),
                                head.after(),
                                null,
                                head.ended()));
                // what is opened and closed in one commit was never there
                batch.runsOpened().removeIf(opened -> opened.seq() == head.seq());
                batch.runsStitched().add(new RowPlace(market, head.seq()));
                return;
            }
        }
    }

    /** A fork is decided: rows at a run's end were wrong, others take their place. All rows have to be in production. */
    void decideFork() {
        int end = random.nextInt(rows.size());
        while (end < rows.size() && rows.get(end).base() == null) {
            end++;
        }
        int begin = end - random.nextInt(1, 4);
        if (begin <= 0) {
            return;
        }
        for (int index = begin; index < end; index++) {
            if (rows.get(index).base() != null) {
                return;
            }
        }
        if (!standsOnASnapshot(begin)) {
            return; // rows that led to a run's only snapshot would go, and nobody knew its base any more
        }
        for (int index = end - 1; index >= begin; index--) {
            batch.voided().add(new RowPlace(market, rows.remove(index).seq()));
        }
        if (begin < rows.size()) {
            insertBehind(begin - 1);
        } else {
            append(begin, rows.get(begin - 1).after(), null);
        }
    }

    private boolean standsOnASnapshot(int index) {
        int head = index;
        while (rows.get(head).base() == null) {
            head--;
        }
        ModelBook base = rows.get(head).base();
        return snapshots.stream().anyMatch(snapshot -> snapshot.content().equals(base));
    }

    private void mark(long seq, boolean verified, boolean ended) {
        batch.marks().add(new Mark(market, seq, verified, false, ended));
    }

    /** Production knows that the path did not go on behind its last row. */
    void end() {
        ModelRow last = rows.removeLast();
        rows.add(new ModelRow(
                last.seq(),
                last.exchangeMicros(),
                last.receivedMicros(),
                last.replaced(),
                last.after(),
                last.base(),
                true));
        mark(last.seq(), false, true);
    }
}
