package trifecta.market.arbitration;

/** A stretch of the chain, both ends included. */
public record SeqRange(long fromSeq, long toSeq) {}
