package trifecta.sabotage.planting;

import java.util.concurrent.atomic.AtomicInteger;

/** Asked by woven code whether it is its turn. */
public final class OnceIn {
    private static final AtomicInteger ASKED = new AtomicInteger();

    private OnceIn() {}

    /** Whether this is a question in so many. */
    public static boolean isDue(int many) {
        return ASKED.incrementAndGet() % many == 0;
    }
}
