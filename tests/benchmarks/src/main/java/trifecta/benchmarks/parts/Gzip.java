package trifecta.benchmarks.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Counts the bytes that gzip at level 6 makes of what is written to it. */
final class Gzip extends GZIPOutputStream {
    private static final int LEVEL = 6;
    private static final int BUFFER = 1 << 16;

    private final Counter counter;

    Gzip() throws IOException {
        this(new Counter());
    }

    private Gzip(Counter counter) throws IOException {
        super(counter, BUFFER);
        this.counter = counter;
        def.setLevel(LEVEL);
    }

    /** Bytes in all, once it is closed. */
    long bytes() {
        return counter.bytes;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            bytes += length;
        }
    }
}
