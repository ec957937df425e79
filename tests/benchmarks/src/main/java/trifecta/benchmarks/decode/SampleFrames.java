package trifecta.benchmarks.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import trifecta.market.Side;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;
import trifecta.testkit.Captures;

/** Order-book deltas to measure with: recorded ones where they lie beside the project, else generated ones. */
final class SampleFrames {
    private static final String DELTA = "{\"type\":\"orderbook_delta\"";
    private static final int GENERATED = 150_000;
    private static final long FIRST_MICROS = 1_785_930_336_564_039L;

    private SampleFrames() {}

    static List<byte[]> deltas() throws IOException {
        Optional<Path> folder = Captures.frames();
        if (folder.isEmpty()) {
            System.out.println("generated deltas");
            return generated();
        }
        List<byte[]> frames = Captures.texts(folder.get()).stream()
                .filter(text -> text.startsWith(DELTA))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        System.out.printf("%,d recorded deltas%n", frames.size());
        return frames;
    }

    private static List<byte[]> generated() {
        Random random = new Random(1);
        FrameEncoder encoder = new FrameEncoder();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < GENERATED; i++) {
            Message delta = new Message.Delta(
                    "KXGOLD15M-26AUG05080" + random.nextInt(10) + "-00",
                    FIRST_MICROS + i * 1001L,
                    Side.ofBit(random.nextInt(2)),
                    random.nextInt(1, 100) * 10_000,
                    random.nextInt(-10_000, 10_000));
            frames.add(encoder.encode(-1, 1, i, delta));
        }
        return frames;
    }
}
