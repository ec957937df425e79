package trifecta.market.arbitration;

/**
 * A row opens a run: nothing proves what happened between the row before it and itself.
 *
 * @param seq of the row
 * @param baseHash hash of the book under the row
 */
public record RunHead(long seq, long baseHash) {}
