package trifecta.benchmarks.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import trifecta.market.Side;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** Order-book deltas to measure with: recorded ones where they lie beside the project, else generated ones. */
final class SampleFrames {
    private static final String EVENT = "\"event\":";
    private static final String DELTA = "{\"type\":\"orderbook_delta\"";
    private static final int GENERATED = 150_000;
    private static final long FIRST_MICROS = 1_785_930_336_564_039L;

    private SampleFrames() {}

    static List<byte[]> deltas() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/captures/frames");
            if (Files.isDirectory(folder)) {
                List<byte[]> frames = recorded(folder);
                System.out.printf("%,d recorded deltas%n", frames.size());
                return frames;
            }
        }
        System.out.println("no recorded frames (shared/captures/frames) in the folders above: generated ones");
        return generated();
    }

    private static List<byte[]> recorded(Path folder) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        String frame = line.substring(line.indexOf(EVENT) + EVENT.length(), line.length() - 1);
                        if (frame.startsWith(DELTA)) {
                            frames.add(frame.getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
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
