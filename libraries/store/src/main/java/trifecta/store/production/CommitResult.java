package trifecta.store.production;

import java.util.List;
import trifecta.store.production.ProductionBatch.Quarantined;

/** How a commit ended, when it is known. */
public sealed interface CommitResult {

    /**
     * The batch is durable.
     *
     * @param batch number of the commit, rising by one
     * @param tradesInserted trades that were new
     * @param tradesRepeated trades that were there already with the same content
     * @param tickersInserted tickers that were new
     * @param tickersRepeated tickers that were there already
     * @param setAside rows that the writer itself put into quarantine: each wants an alarm
     */
    record Committed(
            long batch,
            int tradesInserted,
            int tradesRepeated,
            int tickersInserted,
            int tickersRepeated,
            List<Quarantined> setAside)
            implements CommitResult {}

    /**
     * Nothing was written, since production is no longer where this writer left it: another writer works, or production was
     * restored to an earlier time. Whoever still wants to write opens anew and loads everything anew.
     */
    record Fenced(String facts) implements CommitResult {}
}
