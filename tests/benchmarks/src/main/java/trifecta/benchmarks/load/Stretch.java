package trifecta.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import trifecta.market.Book;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.Message;

/**
 * Changes of one book without a hole.
 *
 * @param book before the first of them
 */
record Stretch(List<Level> book, List<Message.Delta> changes) {
    private static final String EVENT = "\"event\":";
    private static final int GENERATED = 150_000;
    private static final int CENT_MICROS = 10_000;
    private static final int SIZE_MAX = 100_000;

    /** All of a folder of {@code MARKET.DATE.ndjson.gz} files; each snapshot in them begins another one. */
    static List<Stretch> recorded(Path folder) {
        List<Stretch> stretches = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                stretches.add(new Stretch(List.of(), new ArrayList<>()));
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        add(stretches, decoder, line);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("read frames of " + folder, e);
        }
        return stretches;
    }

    private static void add(List<Stretch> stretches, FrameDecoder decoder, String line) {
        String event = line.substring(line.indexOf(EVENT) + EVENT.length(), line.length() - 1);
        byte[] frame = event.getBytes(StandardCharsets.UTF_8);
        switch (decoder.decode(frame, 0, frame.length).message()) {
            case Message.Snapshot snapshot -> stretches.add(new Stretch(snapshot.levels(), new ArrayList<>()));
            case Message.Delta delta -> stretches.getLast().changes().add(delta);
            default -> {} // trades and others are not part of this load
        }
    }

    /** An invented one for a machine without recordings: the same for the same seed. */
    static Stretch generated(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Book book = new Book();
        List<Message.Delta> changes = new ArrayList<>();
        for (int i = 0; i < GENERATED; i++) {
            Side side = Side.ofBit(random.nextInt(2));
            int price = CENT_MICROS * random.nextInt(1, 100);
            long size = book.size(side, price);
            long delta = size > 0 && random.nextBoolean() ? -random.nextLong(1, size + 1) : random.nextInt(1, SIZE_MAX);
            book.add(side, price, delta);
            changes.add(new Message.Delta("", Times.ABSENT, side, price, delta));
        }
        return new Stretch(List.of(), changes);
    }
}
