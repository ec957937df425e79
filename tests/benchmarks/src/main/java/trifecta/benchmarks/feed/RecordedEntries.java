package trifecta.benchmarks.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import trifecta.journal.EntryKind;
import trifecta.journal.JournalEntry;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;
import trifecta.testkit.Captures;

/**
 * A journal in memory: order-book frames as the exchange sent them, numbered without holes. Real recorded frames where they are
 * at hand, otherwise generated ones of the same shape.
 */
final class RecordedEntries {
    private static final int GENERATED = 150_000;

    final List<JournalEntry> entries = new ArrayList<>();
    private long seq;

    static RecordedEntries load() {
        RecordedEntries recorded = new RecordedEntries();
        recorded.begin();
        Captures.frames().ifPresentOrElse(recorded::real, recorded::generated);
        return recorded;
    }

    private void begin() {
        add(EntryKind.STARTED, 0, "{\"predecessor\":\"none\"}");
        add(EntryKind.OPENED, 1, "ws://exchange");
        Command subscribe = new Command.Subscribe(1, List.of("orderbook_delta"), List.of());
        add(EntryKind.SENT, 1, new String(CommandCodec.encode(subscribe), StandardCharsets.UTF_8));
        Message acknowledged = new Message.Subscribed("orderbook_delta", 1);
        add(EntryKind.FRAME, 1, new FrameEncoder().encode(1, Envelope.ABSENT, Envelope.ABSENT, acknowledged));
    }

    private void real(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    lines.lines().filter(line -> line.contains("\"orderbook_")).forEach(this::frameOf);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("read frames of " + folder, e);
        }
    }

    /** The frame inside a recorded line, with the next number in the place of its own. */
    private void frameOf(String line) {
        String frame = line.substring(line.indexOf("\"event\":") + 8, line.length() - 1);
        add(EntryKind.FRAME, 1, frame.replaceFirst("\"seq\":\\d+", "\"seq\":" + ++seq));
    }

    private void generated() {
        FrameEncoder encoder = new FrameEncoder();
        SplittableRandom random = new SplittableRandom(1);
        String market = "KXGENERATED-26AUG101900-00";
        Message snapshot = new Message.Snapshot(market, List.of(), Times.ABSENT);
        add(EntryKind.FRAME, 1, encoder.encode(Envelope.ABSENT, 1, ++seq, snapshot));
        for (int i = 0; i < GENERATED; i++) {
            Message delta = new Message.Delta(
                    market,
                    1_790_000_000_000_000L + i * 731L,
                    Side.ofBit(random.nextInt(2)),
                    10_000 * (1 + random.nextInt(99)),
                    1 + random.nextInt(10_000));
            add(EntryKind.FRAME, 1, encoder.encode(Envelope.ABSENT, 1, ++seq, delta));
        }
    }

    private void add(EntryKind kind, int connection, String text) {
        add(kind, connection, text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(EntryKind kind, int connection, byte[] bytes) {
        long n = entries.size() + 1L;
        entries.add(new JournalEntry(1, n, kind, connection, 1_790_000_000_000_000L + n, bytes, 0, bytes.length));
    }
}
