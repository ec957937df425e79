package trifecta.console;

/** What a lane's condition is and why, in words; the reason is empty for a live one. */
record Finding(Condition condition, String reason) {
    static final Finding LIVE = new Finding(Condition.LIVE, "");
}
