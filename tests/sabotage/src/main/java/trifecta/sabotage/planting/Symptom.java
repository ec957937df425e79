package trifecta.sabotage.planting;

import java.util.regex.Pattern;

/** What a checker says when it finds something. */
public enum Symptom {
    // the simulation
    /** A row that is not what happened there. */
    WRONG_ROW("is doubled, was never or stands in another order"),
    /** Something that a line had is not in production. */
    MISSING("is lost"),
    /** The ledger says that all of a time is there, and it is not. */
    FALSE_CLAIM("is claimed and not there"),
    /** After all faults have ended the ledger does not claim what is received. */
    NO_CLAIM("is not claimed by any line"),
    /** Trades that never were, or in another order. */
    WRONG_TRADE("a trade that never was|trades in another order"),
    /** Of what happens to markets, something twice or something that never was. */
    WRONG_LIFE("of a market's life, doubled or never was"),
    /** Something is missing where the path says that nothing is. */
    HIDDEN_GAP("a gap is not told"),
    /** It does not catch up though all faults have ended. */
    NO_REST("it does not come to rest"),
    /** The product itself refuses what it finds. */
    REFUSED(
            "IllegalStateException|IllegalArgumentException|IndexOutOfBoundsException|NoSuchElementException|CorruptRangeException"),
    // the drills
    /** The verdict counts lost events. */
    LOST("\\blost [1-9]"),
    /** The verdict counts events that are there twice. */
    DUPLICATED("\\bduplicated [1-9]"),
    /** The verdict counts events that never happened. */
    UNEXPECTED("\\bunexpected [1-9]"),
    /** The verdict counts events in another order. */
    REORDERED("\\breordered [1-9]"),
    /** The verdict counts times that the ledger claims and that are not there. */
    FALSELY_CLAIMED("\\bfalsely claimed [1-9]"),
    /** The drill waited in vain for what should have been there within seconds. */
    AWAITED("it did not come within");

    private final Pattern words;

    Symptom(String words) {
        this.words = Pattern.compile(words);
    }

    /** Whether a line of a checker's output says so. */
    public boolean isIn(String line) {
        return words.matcher(line).find();
    }
}
