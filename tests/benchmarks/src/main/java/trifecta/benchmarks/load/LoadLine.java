package trifecta.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import trifecta.feed.Feed;
import trifecta.journal.EntryKind;
import trifecta.journal.JournalEntry;
import trifecta.market.LineEvent;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** The rows that a gatherer makes of a whole load, one boot and one subscription, without a hole. */
public final class LoadLine {
    /** From the exchange's time to the receipt. */
    private static final long WAY_MICROS = 5_000;

    private static final int SID = 1;
    private static final int CONNECTION = 1;

    /** Takes rows in order. */
    public interface Sink {
        void take(List<LineEvent> rows) throws Exception;
    }

    private final Load load;
    private final int batch;
    private final Sink sink;
    private final Feed feed = new Feed();
    private List<LineEvent> rows = new ArrayList<>();
    private long n;

    private LoadLine(Load load, int batch, Sink sink) {
        this.load = load;
        this.batch = batch;
        this.sink = sink;
    }

    /** Gives all rows in batches; their boot is 1. */
    public static void feed(Load load, int batch, Sink sink) throws Exception {
        new LoadLine(load, batch, sink).run();
    }

    private void run() throws Exception {
        FrameEncoder encoder = new FrameEncoder();
        String channel = "orderbook_delta";
        long begin = load.micros(0);
        entry(EntryKind.STARTED, 0, begin, FrameBytes.ascii("{\"predecessor\":\"none\"}"));
        entry(EntryKind.OPENED, CONNECTION, begin, FrameBytes.ascii("ws://load"));
        Command subscribe = new Command.Subscribe(1, List.of(channel), load.tickers());
        entry(EntryKind.SENT, CONNECTION, begin, CommandCodec.encode(subscribe));
        Message subscribed = new Message.Subscribed(channel, SID);
        frame(begin, encoder.encode(1, Envelope.ABSENT, Envelope.ABSENT, subscribed));
        long seq = 0;
        for (int market = 0; market < load.tickers().size(); market++) {
            frame(begin, encoder.encode(Envelope.ABSENT, SID, ++seq, load.snapshot(market)));
        }
        FrameBytes bytes = new FrameBytes();
        for (int index = 0; index < load.size(); index++) {
            bytes.clear();
            load.write(index, SID, ++seq, bytes);
            frame(load.micros(index), bytes.copy());
        }
        sink.take(rows);
    }

    private void frame(long exchangeMicros, byte[] bytes) throws Exception {
        entry(EntryKind.FRAME, CONNECTION, exchangeMicros, bytes);
    }

    private void entry(EntryKind kind, int connection, long exchangeMicros, byte[] bytes) throws Exception {
        rows.add(feed.accept(
                new JournalEntry(1, ++n, kind, connection, exchangeMicros + WAY_MICROS, bytes, 0, bytes.length)));
        if (rows.size() == batch) {
            sink.take(rows);
            rows = new ArrayList<>();
        }
    }
}
