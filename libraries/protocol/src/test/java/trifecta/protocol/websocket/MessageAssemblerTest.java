package trifecta.protocol.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {
    private static final int MAX = 100_000;

    private final List<String> out = new ArrayList<>();
    private final MessageAssembler assembler = new MessageAssembler(MAX, new MessageAssembler.Sink() {
        @Override
        public boolean message(byte[] bytes) {
            return out.add("message " + bytes.length + " " + Arrays.hashCode(bytes));
        }

        @Override
        public boolean oversized(byte[] first, long messageBytes) {
            return out.add("oversized " + messageBytes + " " + first.length + " " + Arrays.hashCode(first));
        }

        @Override
        public boolean ping(byte[] body) {
            return out.add("ping " + new String(body, StandardCharsets.UTF_8));
        }

        @Override
        public boolean close(byte[] body) {
            return !out.add("close " + body.length);
        }
    });

    @Test
    void messagesComeWholeHoweverTheyAreFragmentedAndSliced() throws ProtocolViolation {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            int length = List.of(0, 1, 125, 126, 127, 65_535, 65_536, MAX, MAX + 1, random.nextInt(2 * MAX))
                    .get(random.nextInt(10));
            byte[] message = new byte[random.nextBoolean() ? length : random.nextInt(300)];
            random.nextBytes(message);
            write(stream, message, random, expected);
            expected.add(
                    message.length <= MAX
                            ? "message " + message.length + " " + Arrays.hashCode(message)
                            : "oversized " + message.length + " 4096 " + Arrays.hashCode(Arrays.copyOf(message, 4096)));
        }
        byte[] bytes = stream.toByteArray();
        for (int at = 0; at < bytes.length; ) {
            int slice = Math.min(bytes.length - at, random.nextInt(3) == 0 ? 1 : random.nextInt(70_000));
            assertThat(assembler.read(Unpooled.wrappedBuffer(bytes, at, slice))).isTrue();
            at += slice;
        }
        assertThat(out).as("seed %d", seed).isEqualTo(expected);
        assertThat(assembler.isBetweenMessages()).isTrue();
    }

    /** As one frame or several, with pings between the fragments. */
    private static void write(ByteArrayOutputStream stream, byte[] message, Random random, List<String> expected) {
        int from = 0;
        int opcode = 1 + random.nextInt(2);
        while (random.nextInt(3) == 0) {
            int to = from + random.nextInt(message.length - from + 1);
            stream.writeBytes(RawServer.frame(opcode, false, Arrays.copyOfRange(message, from, to)));
            from = to;
            opcode = 0;
            if (random.nextBoolean()) {
                stream.writeBytes(RawServer.frame(RawServer.PING, true, "heartbeat".getBytes(StandardCharsets.UTF_8)));
                expected.add("ping heartbeat");
            }
        }
        stream.writeBytes(RawServer.frame(opcode, true, Arrays.copyOfRange(message, from, message.length)));
    }

    @Test
    void nothingIsReadBehindAClose() throws ProtocolViolation {
        byte[] close = RawServer.frame(RawServer.CLOSE, true, new byte[0]);
        byte[] text = RawServer.frame(RawServer.TEXT, true, new byte[3]);
        assertThat(assembler.read(Unpooled.wrappedBuffer(close, text))).isFalse();
        assertThat(out).containsExactly("close 0");
    }

    @Test
    void aHugeClaimCostsNoMemory() throws ProtocolViolation {
        byte[] header = {(byte) 0x81, 127, 0x7F, -1, -1, -1, -1, -1, -1, -1};
        assertThat(assembler.read(Unpooled.wrappedBuffer(header, new byte[1000])))
                .isTrue();
        assertThat(assembler.isBetweenMessages()).isFalse();
        assertThat(out).isEmpty();
    }

    @Test
    void whatBreaksTheProtocolIsNamed() {
        assertViolation("extension", 0xC1, 0);
        assertViolation("masked", 0x81, 0x80);
        assertViolation("unknown opcode 3", 0x83, 0);
        assertViolation("continues nothing", 0x80, 0);
        assertViolation("control frame", 0x09, 0);
        assertViolation("control frame", 0x89, 126, 0, 126);
        assertViolation("within another", 0x01, 0, 0x81, 0);
        assertViolation("negative length", 0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0);
        assertViolation("no possible length", 0x01, 1, 7, 0x80, 127, 0x7F, 255, 255, 255, 255, 255, 255, 255);
    }

    private static void assertViolation(String fact, int... bytes) {
        byte[] stream = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            stream[i] = (byte) bytes[i];
        }
        MessageAssemblerTest fresh = new MessageAssemblerTest();
        assertThatThrownBy(() -> fresh.assembler.read(Unpooled.wrappedBuffer(stream)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining(fact);
    }
}
