package trifecta.market.arbitration;

/** What {@link Statistics} counts. */
public enum Counter {
    STITCHES("gaps crossed by a line's own span"),
    PERMUTATIONS("the same rows in another order within a millisecond"),
    FORKS("two lines continued one state differently"),
    WINS("a held line's rows became the chain"),
    RUNS_OPENED("rows that opened a run"),
    VOIDED_ROWS("rows taken out of the chain again"),
    BRIDGES("a path across a gap replaced the rows around it"),
    ZERO_NET_INSERTED("rows without a net effect that one line had more were taken in"),
    ZERO_NET_LACKED("rows without a net effect that one line lacks"),
    DISPUTED_MEETINGS("equal books at the end of different rows"),
    JOINS_COMPLETED("a joining line had rows at its start that the chain lacked"),
    JOINS_VERIFIED("a joining line's snapshot verified the chain"),
    REFUTED("a snapshot contradicted rows of the chain"),
    DEAD_ENDS("a held line's rival was verified"),
    DROPPED_ROWS_MARKED("rows of a line that the chain lacks, their place disputed"),
    SPANS_OVER_BOUND("spans ended because too many rows were pending"),
    TIMES_BACKWARDS("an event older than the one before it of its span"),
    CONTRADICTIONS("a verified row was voided, or a snapshot verified a line against a verified rival"),
    HASH_BREAKS("a row whose book before it is not the book after the row before it"),
    UNSTAMPED_HELD("rows of lines without comparable times that had to wait for a line with them");

    private final String sentence;

    Counter(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
