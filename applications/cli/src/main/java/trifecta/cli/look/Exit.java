package trifecta.cli.look;

import trifecta.service.OperatingException;
import trifecta.store.StoreException;

/** How these verbs end. */
final class Exit {
    /** There is an answer, but something is missing or contradicted in what was asked for. */
    static final int INCOMPLETE = 3;

    /** For the foot of each verb's help. */
    static final String CODES = "%nExit codes: 0 answered; 3 answered, but the ledger has a gap or a dispute there;%n"
            + "1 no answer, the sentence says why.";

    private Exit() {}

    static OperatingException failed(StoreException failure) {
        return new OperatingException(failure.operation(), failure.facts(), failure.hint(), failure);
    }

    static OperatingException noMarket(String ticker) {
        return new OperatingException(
                "find the market " + ticker,
                "production has none of that ticker",
                "`trifecta markets WORD` looks for a word in tickers and titles");
    }
}
