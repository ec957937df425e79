package trifecta.benchmarks.decode;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import trifecta.protocol.Frame;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.Message;

/**
 * Decodes order-book deltas on one core in several ways. Prints messages per second of CPU time (so that a busy machine does not
 * matter much) and bytes allocated per message.
 */
final class DecodeBenchmark {
    private static final int PASSES = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One way to decode a frame; the result flows into a sum, so that nothing is optimised away. */
    private interface Way {
        long decode(byte[] frame) throws IOException;
    }

    private DecodeBenchmark() {}

    static void main() throws IOException {
        List<byte[]> frames = SampleFrames.deltas();
        FrameDecoder decoder = new FrameDecoder();
        JacksonDeltas jackson = new JacksonDeltas();
        measure("FrameDecoder.decode", frames, frame -> sum(decoder.decode(frame, 0, frame.length)));
        measure(
                "FrameDecoder.envelope",
                frames,
                frame -> decoder.envelope(frame, 0, frame.length).seq());
        measure("jackson-core, streaming", frames, frame -> sum(jackson.decode(frame)));
    }

    private static long sum(Frame frame) {
        return sum((Message.Delta) frame.message());
    }

    private static long sum(Message.Delta delta) {
        return delta.market().length() + delta.priceMicros() + delta.deltaHundredths() + delta.exchangeMicros();
    }

    /** The best of several passes: what disturbs a pass only makes it slower. */
    private static void measure(String name, List<byte[]> frames, Way way) throws IOException {
        long thread = Thread.currentThread().threadId();
        long bestNanos = Long.MAX_VALUE;
        long bytes = 0;
        long sum = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            long allocated = THREADS.getThreadAllocatedBytes(thread);
            long began = THREADS.getCurrentThreadCpuTime();
            for (byte[] frame : frames) {
                sum += way.decode(frame);
            }
            bestNanos = Math.min(bestNanos, THREADS.getCurrentThreadCpuTime() - began);
            bytes = THREADS.getThreadAllocatedBytes(thread) - allocated;
        }
        System.out.printf(
                "%-24s %,12.0f messages/s of one core, %,6d bytes/message (sum %d)%n",
                name, frames.size() * 1e9 / bestNanos, bytes / frames.size(), sum);
    }
}
