package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forks that are still open. Rows behind one are contested until a verified row follows in their run; when the line that
 * forked comes back, they are contested no more.
 */
final class Forks {
    /** An open fork, behind the last row that both sides agree on; null at the start of the chain. */
    static final class Fork {
        private final @Nullable Row before;

        Fork(@Nullable Row before) {
            this.before = before;
        }

        @Nullable Row before() {
            return before;
        }
    }

    private final Chain chain;
    private final ChangeLog log;
    /** By identity: two lines may fork at the same row. */
    private final List<Fork> open = new ArrayList<>(0);
    /** Forks over the first row in memory whose own row has left it. */
    private int evicted;

    Forks(Chain chain, ChangeLog log) {
        this.chain = chain;
        this.log = log;
    }

    Fork open(int at) {
        Fork fork = new Fork(at > 0 ? chain.row(at - 1) : null);
        open.add(fork);
        recount(at);
        return fork;
    }

    void close(Fork fork) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i) == fork) {
                open.remove(i);
                Row before = fork.before();
                recount(before == null ? 0 : chain.positionBehind(before));
                return;
            }
        }
    }

    List<Fork> open() {
        return open;
    }

    int evicted() {
        return evicted;
    }

    void restore(List<Fork> forks, int evictedForks) {
        open.addAll(forks);
        evicted = evictedForks;
        for (int at = 0; at < chain.size(); at++) {
            chain.row(at).forksOver(over(at));
        }
    }

    /** The first rows leave the memory, and with them the forks that begin among them. */
    void evict(int count) {
        if (open.isEmpty() && evicted == 0) {
            return;
        }
        int over = chain.row(count).forksOver();
        for (int at = 0; at < count; at++) {
            rowVoided(chain.row(at));
        }
        open.removeIf(fork -> fork.before() == null);
        evicted = over;
    }

    /** Rows come back before the first one: what is contested there by forks that nobody knows any more stays disputed. */
    void settleEvicted() {
        if (evicted == 0) {
            return;
        }
        for (int at = 0; at < chain.size() && chain.row(at).forksOver() > 0; at++) {
            chain.row(at).disputed(true);
        }
        evicted = 0;
        recount(0);
    }

    void rowVoided(Row row) {
        if (!open.isEmpty()) {
            open.removeIf(fork -> fork.before() == row);
        }
    }

    /** Brings the marks up to date from a position on, as far as they change. */
    void recount(int from) {
        if (open.isEmpty() && evicted == 0 && !anyLeft(from)) {
            return;
        }
        for (int at = from; at < chain.size(); at++) {
            Row row = chain.row(at);
            int forks = over(at);
            boolean same = row.forksOver() == forks;
            boolean disputed = row.disputed();
            row.forksOver(forks);
            if (disputed != row.disputed()) {
                log.touched(row);
            }
            if (same && at > from) {
                return;
            }
        }
    }

    /** After the last fork was closed its count may still stand on the rows. */
    private boolean anyLeft(int from) {
        return (from < chain.size() && chain.row(from).forksOver() > 0)
                || (from + 1 < chain.size() && chain.row(from + 1).forksOver() > 0);
    }

    private int over(int at) {
        if (at == 0) {
            return startingBehind(null) + evicted;
        }
        if (chain.opensRun(at)) {
            return 0;
        }
        Row before = chain.row(at - 1);
        return (before.verified() ? 0 : before.forksOver()) + startingBehind(before);
    }

    private int startingBehind(@Nullable Row row) {
        int count = 0;
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).before() == row) {
                count++;
            }
        }
        return count;
    }
}
