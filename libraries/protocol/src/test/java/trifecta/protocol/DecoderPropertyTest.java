package trifecta.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trifecta.testkit.Captures;

/** Both ways through the decoder, and a third decoder that shares nothing with them, say the same. */
class DecoderPropertyTest {
    private static final int FRAMES = 20_000;

    private final FrameDecoder decoder = new FrameDecoder();
    private int flat;

    @Test
    void generatedFramesDecodeAlikeInEveryWay() throws IOException {
        long seed = seed();
        FrameTexts texts = new FrameTexts(seed);
        int undecodable = 0;
        int named = 0;
        for (int i = 0; i < FRAMES; i++) {
            String text = texts.next();
            Frame frame = decodedAlike(text.getBytes(StandardCharsets.UTF_8), seed);
            Optional<Message> expected = ReferenceDecoder.decode(text.getBytes(StandardCharsets.UTF_8));
            if (expected.isEmpty()) {
                undecodable++;
            }
            boolean agreed = expected.isEmpty()
                    ? frame.message() instanceof Message.Undecodable
                    : frame.message().equals(expected.get());
            if (!agreed) {
                fail("seed %d: %s%n decoded as %s, not %s", seed, text, frame.message(), expected);
            }
            named += namedAlike(text, frame, seed);
        }
        // No way may be there for show.
        assertThat(named).isGreaterThan(FRAMES / 50);
        assertThat(flat).isBetween(FRAMES / 4, FRAMES * 3 / 4);
        assertThat(undecodable).isBetween(FRAMES / 50, FRAMES / 2);
    }

    /** @return 1 for a snapshot whose market was told without decoding it */
    private int namedAlike(String text, Frame frame, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String market = decoder.market(bytes, 0, bytes.length);
        if (market == null || !(frame.message() instanceof Message.Snapshot snapshot)) {
            return 0;
        }
        if (!market.equals(snapshot.market())) {
            fail("seed %d: %s%n names %s, not %s", seed, text, market, snapshot.market());
        }
        return 1;
    }

    @Test
    void mutatedFramesDecodeAlikeInBothWays() {
        long seed = seed();
        FrameTexts texts = new FrameTexts(seed);
        Random random = new Random(seed);
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = texts.next().getBytes(StandardCharsets.UTF_8);
            for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
                frame = mutated(frame, random);
            }
            decodedAlike(frame, seed);
        }
    }

    @Test
    void noiseIsUndecodableAndNothingElseHappens() {
        long seed = seed();
        Random random = new Random(seed);
        for (int i = 0; i < FRAMES; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            assertThat(decodedAlike(noise, seed).message()).isInstanceOf(Message.Undecodable.class);
        }
    }

    @Test
    void recordedFramesDecodeAlikeInEveryWay() throws IOException {
        Optional<Path> folder = Captures.frames();
        if (folder.isEmpty()) {
            return;
        }
        List<byte[]> frames = Captures.texts(folder.get()).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        for (byte[] bytes : frames) {
            Frame frame = decodedAlike(bytes, 0);
            if (!Optional.of(frame.message()).equals(ReferenceDecoder.decode(bytes))
                    || !frame.envelope().isSequenced()) {
                fail("%s decoded as %s", new String(bytes, StandardCharsets.UTF_8), frame);
            }
        }
        assertThat(frames).isNotEmpty();
        System.out.println(frames.size() + " recorded frames decoded, " + flat + " of them the fast way");
    }

    private Frame decodedAlike(byte[] bytes, long seed) {
        // Somewhere inside a larger array, as in a journal.
        byte[] around = new byte[bytes.length + 16];
        Arrays.fill(around, (byte) '7');
        System.arraycopy(bytes, 0, around, 5, bytes.length);
        Frame fast = decoder.decodeFlat(around, 5, bytes.length);
        Frame thorough = decoder.decodeTolerantly(around, 5, bytes.length);
        if (fast != null) {
            flat++;
        }
        Envelope envelope = decoder.envelope(around, 5, bytes.length);
        Frame frame = decoder.decode(around, 5, bytes.length);
        if ((fast != null && !fast.equals(thorough))
                || !envelope.equals(thorough.envelope())
                || !frame.equals(thorough)) {
            fail(
                    "seed %d: %s%n fast %s, thorough %s, envelope %s",
                    seed, new String(bytes, StandardCharsets.ISO_8859_1), fast, thorough, envelope);
        }
        return thorough;
    }

    private static byte[] mutated(byte[] frame, Random random) {
        if (frame.length == 0) {
            return frame;
        }
        int at = random.nextInt(frame.length);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(frame, at);
            case 1 -> {
                byte[] changed = frame.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 2 -> spliced(frame, at, at + 1, new byte[0]);
            case 3 -> spliced(frame, at, at, new byte[] {(byte) "{}[]\",:\\0e-. \u00ff".charAt(random.nextInt(14))});
            default ->
                spliced(frame, at, at, Arrays.copyOfRange(frame, at, Math.min(frame.length, at + random.nextInt(30))));
        };
    }

    private static byte[] spliced(byte[] frame, int from, int to, byte[] instead) {
        byte[] result = new byte[frame.length - (to - from) + instead.length];
        System.arraycopy(frame, 0, result, 0, from);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(frame, to, result, from + instead.length, frame.length - to);
        return result;
    }

    private static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }
}
