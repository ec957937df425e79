package trifecta.deduplicator;

import java.util.function.Consumer;
import trifecta.store.production.ProductionBatch;

/**
 * What outlives the sessions of the merge.
 *
 * @param inbox trades fetched by REST
 * @param committed is told of each batch that is in production for sure
 */
record Lasting(Progress progress, LackingMarkets lacking, BackfillInbox inbox, Consumer<ProductionBatch> committed) {}
