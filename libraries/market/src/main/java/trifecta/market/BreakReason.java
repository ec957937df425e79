package trifecta.market;

/** Why spans end. The codes are stored: never renumber them. */
public enum BreakReason {
    CUT(1, "the connection was lost"),
    SEQUENCE_GAP(2, "numbers of the subscription are missing"),
    SEQUENCE_RESTART(3, "the subscription's numbers began anew or repeated with other content"),
    CHANNEL_ERROR(4, "the exchange ended the subscription (error 10)"),
    OVERFLOW(5, "the exchange dropped messages for us (error 25)"),
    UNDECODABLE(6, "a message could not be decoded"),
    NEGATIVE_LEVEL(7, "a level went below zero"),
    SNAPSHOT_DISAGREES(8, "a snapshot disagrees with the folded book"),
    UNSUBSCRIBED(9, "the market was given back on purpose"),
    STOPPED(10, "the gatherer stopped on purpose"),
    CRASHED(11, "the gatherer died; found at its next start"),
    UNMERGEABLE(12, "what the line brought could not be placed in the path");

    private final int code;
    private final String sentence;

    BreakReason(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    public int code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }

    public static BreakReason ofCode(int code) {
        for (BreakReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no break reason has code " + code);
    }
}
