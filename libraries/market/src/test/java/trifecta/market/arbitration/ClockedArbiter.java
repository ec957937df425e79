package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/** Lines' clocks before an arbiter, as an owner would connect them: a held line's events wait. */
final class ClockedArbiter {
    private static final long MARKET = 7;

    private final LineClocks clocks;
    private final Arbiter arbiter;
    private final StoredChain store = new StoredChain();
    private final List<List<Seen>> held = new ArrayList<>();

    ClockedArbiter(int lines) {
        clocks = new LineClocks(lines);
        arbiter = new Arbiter(lines, Limits.standard(), new Statistics());
        for (int i = 0; i < lines; i++) {
            held.add(new ArrayList<>());
        }
    }

    StoredChain merge(List<Seen> events) {
        for (Seen event : events) {
            if (event.truth() >= 0) {
                clocks.observe(event.line(), MARKET, event.change());
            }
            held.get(event.line()).add(event);
            release();
        }
        for (int line = 0; line < held.size(); line++) {
            if (!held.get(line).isEmpty()) {
                clocks.alone(line); // the others have ended
                release();
            }
        }
        return store;
    }

    private void release() {
        arbiter.tolerance(clocks.toleranceMillis());
        for (int line = 0; line < held.size(); line++) {
            if (!held.get(line).isEmpty() && !clocks.isHeld(line)) {
                for (Seen event : held.get(line)) {
                    event.corrected(clocks).give(arbiter);
                    store.apply(arbiter.drain());
                }
                held.get(line).clear();
            }
        }
    }
}
