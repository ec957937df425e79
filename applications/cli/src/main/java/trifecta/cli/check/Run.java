package trifecta.cli.check;

/** A stretch of a market's rows of which production says that nothing is missing inside. */
record Run(long startSeq, long endSeq, long baseHash, boolean disputed) {}
