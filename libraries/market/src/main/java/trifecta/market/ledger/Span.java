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
    boolean parked;
    long parkedHash;

    Span(String market, Stretch stretch) {
        this.market = market;
        this.stretch = stretch;
    }

    /** Up to where it is received though its books turned out to be wrong somewhere behind that. */
    long soundMicros() {
        return verifiedMicros == Times.ABSENT ? fromMicros : verifiedMicros;
    }
}
