package trifecta.exchange;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.protocol.Message;

/** The recorded files of one market, one day after the other, with the next frame at hand. */
final class CaptureTrack implements Comparable<CaptureTrack> {
    private final String ticker;
    private final int order;
    private final ArrayDeque<Path> files;
    private @Nullable CaptureReader reader;
    private @Nullable CaptureFrame next;

    /**
     * @param order decides between tracks whose next frames came at the same time
     * @param files by date
     */
    CaptureTrack(String ticker, int order, Collection<Path> files) {
        this.ticker = ticker;
        this.order = order;
        this.files = new ArrayDeque<>(files);
        advance();
    }

    String ticker() {
        return ticker;
    }

    boolean hasNext() {
        return next != null;
    }

    CaptureFrame peek() {
        if (next == null) {
            throw new IllegalStateException(ticker + " has no more frames");
        }
        return next;
    }

    /** Moves on to the next frame. */
    void advance() {
        next = null;
        while (next == null && (reader != null || !files.isEmpty())) {
            if (reader == null) {
                reader = CaptureReader.open(files.remove());
            }
            next = reader.next().orElse(null);
            if (next == null) {
                reader.close();
                reader = null;
            }
        }
    }

    /** The first snapshot of a market in its files; an empty book where there is none. */
    static List<Level> firstBook(String ticker, Collection<Path> files) {
        CaptureTrack track = new CaptureTrack(ticker, 0, files);
        while (track.hasNext()) {
            if (track.peek().message() instanceof Message.Snapshot snapshot
                    && snapshot.market().equals(ticker)) {
                track.close();
                return snapshot.levels();
            }
            track.advance();
        }
        return List.of();
    }

    private void close() {
        if (reader != null) {
            reader.close();
        }
        files.clear();
    }

    @Override
    public int compareTo(CaptureTrack other) {
        int byTime = Long.compare(peek().receivedMillis(), other.peek().receivedMillis());
        return byTime != 0 ? byTime : Integer.compare(order, other.order);
    }
}
