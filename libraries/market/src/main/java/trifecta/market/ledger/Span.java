package trifecta.market.ledger;

import trifecta.market.Times;

/** One market on one stretch, from its snapshot on. */
final class Span {
    final String market;
    final Stretch stretch;
    /** 0 until the time of its begin is known: then it is stored. */
    long number;

    long fromMicros = Times.ABSENT;
    long verifiedMicros = Times.ABSENT;
    /** The last snapshot disagreed: its books are right for sure only up to where they were last known to be. */
    boolean doubted;

    boolean parked;
    long parkedHash;

    Span(String market, Stretch stretch) {
        this.market = market;
        this.stretch = stretch;
    }

    /** Up to where it can be claimed when it ends or breaks now; {@link Long#MAX_VALUE}: as far as its stretch goes. */
    long claimableMicros() {
        return doubted ? soundMicros() : Long.MAX_VALUE;
    }

    /** Up to where it is received though its books turned out to be wrong somewhere behind that. */
    long soundMicros() {
        return verifiedMicros == Times.ABSENT ? fromMicros : verifiedMicros;
    }
}
