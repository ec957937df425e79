package trifecta.cli.look;

import trifecta.cli.Terminal.Colour;
import trifecta.store.history.LedgerWord.State;

/** The ledger's words on a terminal. */
final class Said {
    private Said() {}

    static Colour colour(State state) {
        return switch (state) {
            case RECEIVED, VERIFIED -> Colour.GREEN;
            case PROVISIONAL, DISPUTED -> Colour.YELLOW;
            case GAP -> Colour.RED;
        };
    }
}
