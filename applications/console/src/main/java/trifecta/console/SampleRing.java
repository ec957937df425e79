package trifecta.console;

import java.util.ArrayDeque;
import java.util.List;

/** The newest samples of a lane, oldest first; an older one makes room for a newer. Single-threaded. */
final class SampleRing {
    private final int capacity;
    private final ArrayDeque<Sample> samples;

    SampleRing(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
        this.samples = new ArrayDeque<>(capacity);
    }

    void add(Sample sample) {
        if (samples.size() == capacity) {
            samples.removeFirst();
        }
        samples.addLast(sample);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
