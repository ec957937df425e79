package trifecta.market.arbitration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import trifecta.market.BookChange;
import trifecta.market.Side;

/**
 * An arbiter's state as bytes, apart from the rows, which are stored anyway. Versioned; a place is the seq of the row before it.
 * The first bytes say which rows have to be loaded again.
 */
final class SavedState {
    private static final int VERSION = 2;
    /** Before it was kept how many untimed rows a line had in a row. */
    private static final int WITHOUT_UNTIMED = 1;
    /** Stands for "no row before": the start of the chain. */
    private static final long START = Long.MIN_VALUE;

    private static final int UP = 1;
    private static final int PLACED = 2;
    private static final int BASE = 4;
    private static final int DEAD = 8;
    private static final int FORK_NOTED = 16;
    private static final int STAMPED = 32;
    private static final int UNSTAMPED = 64;
    private static final int NO_FORK = -1;

    private SavedState() {}

    static byte[] write(Bench bench) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            Chain chain = bench.chain();
            out.writeLong(chain.size() == 0 ? Long.MAX_VALUE : chain.row(0).seq());
            out.writeByte((int) bench.tolerance());
            writeChain(out, chain);
            out.writeByte(bench.lines().length);
            for (Standing line : bench.lines()) {
                writeLine(out, chain, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** The seq from which on all rows are needed. */
    static long firstSeqNeeded(byte[] state) {
        try (DataInputStream in = open(state)) {
            int _ = version(in);
            return in.readLong();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static DataInputStream open(byte[] state) {
        return new DataInputStream(new ByteArrayInputStream(state));
    }

    private static int version(DataInputStream in) throws IOException {
        int version = in.readByte();
        if (version < WITHOUT_UNTIMED || version > VERSION) {
            throw new IllegalArgumentException("arbiter state has version " + version + ", this program reads "
                    + WITHOUT_UNTIMED + " to " + VERSION);
        }
        return version;
    }

    private static IllegalArgumentException damaged(IOException cause) {
        return new IllegalArgumentException("arbiter state is damaged", cause);
    }

    /** Fills an empty bench. */
    static void read(byte[] state, List<Row> rows, Bench bench) {
        try (DataInputStream in = open(state)) {
            int version = version(in);
            Chain chain = bench.chain();
            long first = in.readLong();
            if (first != (rows.isEmpty() ? Long.MAX_VALUE : rows.getFirst().seq())) {
                throw new IllegalArgumentException("the rows to restore from begin with "
                        + (rows.isEmpty() ? "nothing" : rows.getFirst().seq()) + ", not with seq " + first);
            }
            bench.tolerance(in.readByte());
            readChain(in, rows, chain);
            int lines = in.readByte();
            for (int i = 0; i < lines; i++) {
                readLine(in, version, chain, bench.line(i));
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static void writeChain(DataOutputStream out, Chain chain) throws IOException {
        Numbers numbers = chain.numbers();
        out.writeLong(numbers.highest());
        out.writeInt(numbers.voided().size());
        for (SeqRange range : numbers.voided()) {
            out.writeLong(range.fromSeq());
            out.writeLong(range.toSeq());
        }
        Floor floor = chain.floor();
        out.writeBoolean(floor.evicted());
        out.writeLong(floor.unverifiedFrom());
        out.writeLong(floor.lastSeq());
        List<Forks.Fork> forks = chain.forks().open();
        out.writeInt(forks.size());
        for (Forks.Fork fork : forks) {
            Row before = fork.before();
            out.writeLong(before == null ? START : before.seq());
        }
        out.writeInt(chain.forks().evicted());
        writeOddRows(out, chain);
    }

    /** What a stored row does not show: a time held between its neighbours', a dispute of its own under a fork's. */
    private static void writeOddRows(DataOutputStream out, Chain chain) throws IOException {
        List<Row> held = new ArrayList<>(0);
        List<Row> disputed = new ArrayList<>(0);
        boolean anyOdd = false;
        for (Row row : chain.anyOdd() ? chain.rows(0, chain.size()) : List.<Row>of()) {
            if (row.holdsTime()) {
                held.add(row);
            }
            if (row.forksOver() > 0 && row.disputedByItself()) {
                disputed.add(row);
            }
            anyOdd |= row.holdsTime() || row.disputedByItself();
        }
        if (!anyOdd) {
            chain.noneIsOdd();
        }
        out.writeInt(held.size());
        for (Row row : held) {
            out.writeLong(row.seq());
            out.writeLong(row.millis());
        }
        out.writeInt(disputed.size());
        for (Row row : disputed) {
            out.writeLong(row.seq());
        }
    }

    private static void readChain(DataInputStream in, List<Row> rows, Chain chain) throws IOException {
        long highest = in.readLong();
        List<SeqRange> voided = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            voided.add(new SeqRange(in.readLong(), in.readLong()));
        }
        chain.numbers().restore(highest, voided);
        boolean evicted = in.readBoolean();
        long unverifiedFrom = in.readLong();
        long lastSeq = in.readLong();
        chain.prepend(rows, true);
        chain.floor().restore(evicted, unverifiedFrom, lastSeq);
        List<Forks.Fork> forks = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            long before = in.readLong();
            forks.add(new Forks.Fork(before == START ? null : chain.row(chain.positionBehind(before) - 1)));
        }
        chain.forks().restore(forks, in.readInt());
        for (int i = in.readInt(); i > 0; i--) {
            Row row = chain.row(chain.positionBehind(in.readLong()) - 1);
            row.millis(in.readLong());
        }
        Set<Long> disputed = new HashSet<>();
        for (int i = in.readInt(); i > 0; i--) {
            disputed.add(in.readLong());
        }
        for (Row row : chain.rows(0, chain.size())) {
            if (row.forksOver() > 0 && !disputed.contains(row.seq())) {
                row.disputed(false);
            }
        }
    }

    private static void writeLine(DataOutputStream out, Chain chain, Standing line) throws IOException {
        int flags = (line.isUp() ? UP : 0)
                | (line.isPlaced() ? PLACED : 0)
                | (line.hasBase() ? BASE : 0)
                | (line.isDead() ? DEAD : 0)
                | (line.isForkNoted() ? FORK_NOTED : 0)
                | (line.isStamped() ? STAMPED : 0)
                | (line.isUnstamped() ? UNSTAMPED : 0);
        out.writeByte(flags);
        if (!line.isUp()) {
            return;
        }
        if (line.isPlaced()) {
            out.writeLong(
                    line.place() == 0 ? START : chain.row(line.place() - 1).seq());
        }
        if (line.hasBase()) {
            out.writeLong(line.baseHash());
        }
        out.writeLong(line.lastMillis());
        out.writeInt(line.untimed());
        Forks.Fork fork = line.fork();
        out.writeInt(fork == null ? NO_FORK : chain.forks().open().indexOf(fork));
        out.writeInt(line.pendingSize());
        for (Row row : line.pending()) {
            writeRow(out, row);
        }
    }

    private static void readLine(DataInputStream in, int version, Chain chain, Standing line) throws IOException {
        int flags = in.readByte();
        if ((flags & (STAMPED | UNSTAMPED)) != 0) {
            line.stamped((flags & STAMPED) != 0);
        }
        if ((flags & UP) == 0) {
            return;
        }
        line.up(true);
        if ((flags & PLACED) != 0) {
            long before = in.readLong();
            line.align(before == START ? 0 : chain.positionBehind(before));
        }
        if ((flags & BASE) != 0) {
            line.join(in.readLong());
        }
        if ((flags & DEAD) != 0) {
            line.die();
        }
        line.lastMillis(in.readLong());
        line.untimed(version == WITHOUT_UNTIMED ? 0 : in.readInt());
        int fork = in.readInt();
        if ((flags & FORK_NOTED) != 0) {
            line.noteFork(fork == NO_FORK ? null : chain.forks().open().get(fork));
        }
        for (int i = in.readInt(); i > 0; i--) {
            line.keep(readRow(in));
        }
    }

    private static void writeRow(DataOutputStream out, Row row) throws IOException {
        BookChange change = row.change();
        out.writeLong(row.millis());
        out.writeLong(change.exchangeMicros());
        out.writeByte(change.side().bit() | (row.replacesBook() ? 2 : 0));
        out.writeInt(change.priceMicros());
        out.writeLong(change.deltaHundredths());
        out.writeLong(change.sizeAfter());
        out.writeLong(change.bookHash());
        Origin origin = row.origin();
        out.writeInt(origin.line());
        out.writeInt(origin.boot());
        out.writeLong(origin.n());
        out.writeLong(origin.receivedAtMicros());
    }

    private static Row readRow(DataInputStream in) throws IOException {
        long millis = in.readLong();
        long exchangeMicros = in.readLong();
        int bits = in.readByte();
        BookChange change = new BookChange(
                exchangeMicros, Side.ofBit(bits & 1), in.readInt(), in.readLong(), in.readLong(), in.readLong());
        Origin origin = new Origin(in.readInt(), in.readInt(), in.readLong(), in.readLong());
        return new Row(change, (bits & 2) != 0, origin, millis);
    }
}
