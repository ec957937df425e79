package trifecta.store.history;

/**
 * Where a run begins.
 *
 * @param seq its first row
 * @param baseHash hash of the book under that row
 * @param reason why something may be missing before it; empty where nobody told
 */
record RunStart(long seq, long baseHash, String reason) {}
