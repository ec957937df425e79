package trifecta.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.store.StoreException;
import trifecta.store.production.Loaded;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.StoredMerge;

/**
 * The production database: one commit after another, each whole or not at all, moved by whoever knows where it stands. It can be down,
 * lose the answer to a commit that it made or did not make, make it only later, and be put back to an earlier time.
 */
final class Production {
    private final RandomGenerator random;
    private final Clock clock;
    private final List<Commit> commits = new ArrayList<>();
    private Contents contents = new Contents();
    /** A server that was restarted or put back: connections to the one before are lost. */
    private int life;

    private boolean up = true;
    private Answer next = Answer.GIVEN;
    private @Nullable Late late;
    private int writers;

    /** How a commit goes. */
    enum Answer {
        GIVEN,
        LOST_UNMADE,
        LOST_MADE,
        LOST_MADE_LATER
    }

    /** @param madeMicros when it was made */
    private record Commit(int writer, ProductionBatch batch, long madeMicros) {}

    private record Late(int writer, long head, ProductionBatch batch) {}

    Production(RandomGenerator random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    Contents contents() {
        return contents;
    }

    int commits() {
        return commits.size();
    }

    boolean isUp() {
        return up;
    }

    /** It goes down or comes back. */
    void up(boolean now) {
        up = now;
        if (!now) {
            life++;
            settleLate();
        }
    }

    void loseNextAnswer() {
        next = Answer.values()[1 + random.nextInt(Answer.values().length - 1)];
    }

    /** What a killed client's backend still had to do is done, or is not any more. */
    void settleLate() {
        Late pending = late;
        late = null;
        if (pending != null && random.nextBoolean() && contents.head() == pending.head) {
            make(pending.writer, pending.batch, clock.micros());
        }
    }

    /** It is put back to the state that it had at a time. */
    void rewind(long toMicros) {
        late = null;
        life++;
        List<Commit> kept = commits.stream()
                .takeWhile(commit -> commit.madeMicros <= toMicros)
                .toList();
        commits.clear();
        contents = new Contents();
        kept.forEach(commit -> make(commit.writer, commit.batch, commit.madeMicros));
    }

    private void make(int writer, ProductionBatch batch, long micros) {
        contents.apply(batch);
        commits.add(new Commit(writer, batch, micros));
    }

    Connection connect() throws StoreException {
        mustBeUp();
        return new Connection(++writers);
    }

    private void mustBeUp() throws StoreException {
        if (!up) {
            throw lost("production is down");
        }
    }

    private static StoreException lost(String facts) {
        return new StoreException("reach production", facts, "wait", true, null);
    }

    /** A writer's way to it, good for one life of the server. It knows the head at which the writer began. */
    final class Connection implements StoredMerge {
        private final int writer;
        private final int ofLife = life;
        private long head = contents.head();

        private Connection(int writer) {
            this.writer = writer;
        }

        private void mustBeAlive() throws StoreException {
            mustBeUp();
            if (ofLife != life) {
                throw lost("the connection is gone");
            }
        }

        /** @return empty when production moved without this writer */
        boolean commit(ProductionBatch batch) throws StoreException {
            mustBeAlive();
            settleLate();
            if (contents.head() != head || !contents.isWhere(batch)) {
                return false;
            }
            Answer answer = next;
            next = Answer.GIVEN;
            if (answer == Answer.LOST_MADE_LATER) {
                late = new Late(writer, head, batch);
            } else if (answer != Answer.LOST_UNMADE) {
                make(writer, batch, clock.micros());
                head = contents.head();
            }
            if (answer != Answer.GIVEN) {
                throw lost("the answer was lost");
            }
            return true;
        }

        @Override
        public Loaded.State state() throws StoreException {
            mustBeAlive();
            return contents.state();
        }

        @Override
        public Map<String, List<Loaded.Row>> rowsBehind(Map<String, Long> seqByMarket) throws StoreException {
            mustBeAlive();
            Map<String, List<Loaded.Row>> rows = new HashMap<>();
            seqByMarket.forEach((market, seq) -> {
                List<Loaded.Row> behind =
                        List.copyOf(contents.path(market).tailMap(seq, false).values());
                if (!behind.isEmpty()) {
                    rows.put(market, behind);
                }
            });
            return rows;
        }

        @Override
        public List<Loaded.Row> rowsBefore(String market, long seq, int maxRows) throws StoreException {
            mustBeAlive();
            NavigableMap<Long, Loaded.Row> before = contents.path(market).headMap(seq, false);
            List<Loaded.Row> rows = new ArrayList<>(before.values());
            return rows.subList(Math.max(0, rows.size() - maxRows), rows.size());
        }

        @Override
        public List<Loaded.SeenTrade> recentTrades(int max) throws StoreException {
            mustBeAlive();
            return contents.trades().values().stream()
                    .sorted(Comparator.comparingLong(ProductionBatch.TradeRow::seq))
                    .map(row -> new Loaded.SeenTrade(
                            row.trade().tradeId(), row.seq(), row.trade().exchangeMicros(), row.receivedAtMicros()))
                    .toList();
        }

        @Override
        public List<Loaded.SeenLifecycle> recentLifecycle(int max) throws StoreException {
            mustBeAlive();
            return contents.lifecycle().stream()
                    .sorted(Comparator.comparingLong(ProductionBatch.LifecycleRow::seq))
                    .map(row -> new Loaded.SeenLifecycle(row.lifecycle(), row.seq(), row.receivedAtMicros()))
                    .toList();
        }
    }
}
