package trifecta.market.arbitration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import trifecta.market.BookChange;
import trifecta.market.Times;
import trifecta.market.arbitration.LineClock.Trust;

/**
 * Rule 7. How the lines' stamps compare, over all markets: a property of the line, so that quiet markets need not wait for rows
 * of their own. The first line with stamps is the reference. Another line's events are held whole until 64 rows agree with the
 * others on one offset; then its times are corrected. Absent and scattered stamps are no times at all: the arbiters then go by
 * content. Agreement is checked for ever, and learned anew when it ends. Single-threaded.
 *
 * <p>Use: {@link #observe} each change once, in the line's order; while {@link #isHeld}, keep the line's events (all of them);
 * else give them to the arbiters with {@link #correct}ed times and keep each arbiter's tolerance at {@link #toleranceMillis}.
 */
public final class LineClocks {
    private static final int VERSION = 1;
    /** When nothing is to be learned one content in so many is looked at. */
    private static final long SAMPLED = 16;

    private final LineClock[] lines;
    /** Corrected times of the comparable lines. */
    private Sightings reference = new Sightings();

    public LineClocks(int lines) {
        this.lines = new LineClock[lines];
        for (int i = 0; i < lines; i++) {
            this.lines[i] = new LineClock();
        }
    }

    /**
     * A line brought a change.
     *
     * @param market any number that stands for the market on all lines
     */
    public void observe(int line, long market, BookChange change) {
        LineClock clock = lines[line];
        long micros = change.exchangeMicros();
        if (micros == Times.ABSENT) {
            clock.absent();
            return;
        }
        clock.stamped();
        if (!anyComparable()) {
            clock.trust(Trust.COMPARABLE, true, 0);
        }
        long key = key(market, change);
        if (key % SAMPLED == 0 || anyLearning()) {
            compare(clock, key, micros);
        }
    }

    /** Pairs a content with the same one of the other lines, unless it was seen at two times: then nobody knows which is which. */
    private void compare(LineClock clock, long key, long micros) {
        if (!clock.sightings.see(key, micros)) {
            reference.recurs(key);
            return;
        }
        long known = reference.at(key);
        if (known != Times.ABSENT) {
            clock.pair(micros, known);
        } else if (clock.trust() == Trust.COMPARABLE && !reference.has(key)) {
            long corrected = clock.correct(micros);
            reference.see(key, corrected);
            for (LineClock other : lines) {
                long own = other == clock ? Times.ABSENT : other.sightings.at(key);
                if (own != Times.ABSENT) {
                    other.pair(own, corrected);
                }
            }
        }
    }

    /** Whether the line's events have to wait since it is not known how its stamps compare. */
    public boolean isHeld(int line) {
        return lines[line].trust() == Trust.LEARNING;
    }

    /** Whether the line's times can be compared with the others'; otherwise, while it is not held, it is merged by content. */
    public boolean isComparable(int line) {
        return lines[line].trust() == Trust.COMPARABLE;
    }

    /** The time of an event of the line, comparable with those of all others; {@link Times#ABSENT} if it has none. */
    public long correct(int line, long exchangeMicros) {
        return lines[line].correct(exchangeMicros);
    }

    /** A change with its time corrected; the same object where nothing is to be corrected. */
    public BookChange correct(int line, BookChange change) {
        return change.at(lines[line].correct(change.exchangeMicros()));
    }

    /** What equal times may differ by, in milliseconds: 0 while all comparable lines agree to the millisecond. */
    public long toleranceMillis() {
        for (LineClock clock : lines) {
            if (clock.trust() == Trust.COMPARABLE && !clock.isExact()) {
                return 1;
            }
        }
        return 0;
    }

    /**
     * No other line with times lives: a held line waits no longer. It goes by the few contents that it has in common with what the
     * others brought, or is the reference from now on where there are none.
     */
    public void alone(int line) {
        if (isHeld(line) && !lines[line].learnFromFew()) {
            for (LineClock other : lines) {
                if (other.trust() == Trust.COMPARABLE) {
                    other.trust(Trust.LEARNING, false, 0);
                }
            }
            reference = new Sightings();
            lines[line].trust(Trust.COMPARABLE, true, 0);
        }
    }

    private boolean anyComparable() {
        for (LineClock clock : lines) {
            if (clock.trust() == Trust.COMPARABLE) {
                return true;
            }
        }
        return false;
    }

    private boolean anyLearning() {
        for (LineClock clock : lines) {
            if (clock.trust() == Trust.LEARNING) {
                return true;
            }
        }
        return false;
    }

    private static long key(long market, BookChange change) {
        long key = market * 0x9E3779B97F4A7C15L ^ change.bookHash();
        key = (key ^ ((long) change.priceMicros() << 1 | change.side().bit())) * 0xBF58476D1CE4E5B9L;
        key = (key ^ (key >>> 29) ^ change.deltaHundredths()) * 0x94D049BB133111EBL;
        return key ^ (key >>> 32);
    }

    /** What was learned, for a restart. */
    public byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(lines.length);
            for (LineClock clock : lines) {
                out.writeByte(code(clock.trust()));
                out.writeBoolean(clock.isExact());
                out.writeLong(clock.offsetMicros());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** @param lines how many there are now; those that were not saved are learned */
    public static LineClocks restore(byte[] state, int lines) {
        LineClocks clocks = new LineClocks(lines);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "line clocks have version " + version + ", this program reads " + VERSION);
            }
            int saved = Math.min(lines, in.readByte());
            for (int i = 0; i < saved; i++) {
                clocks.lines[i].trust(trust(in.readByte()), in.readBoolean(), in.readLong());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("line clocks' state is damaged", e);
        }
        return clocks;
    }

    private static int code(Trust trust) {
        return switch (trust) {
            case LEARNING -> 0;
            case COMPARABLE -> 1;
            case INCOMPARABLE -> 2;
        };
    }

    private static Trust trust(int code) {
        return switch (code) {
            case 0 -> Trust.LEARNING;
            case 1 -> Trust.COMPARABLE;
            case 2 -> Trust.INCOMPARABLE;
            default -> throw new IllegalArgumentException("no trust has code " + code);
        };
    }
}
