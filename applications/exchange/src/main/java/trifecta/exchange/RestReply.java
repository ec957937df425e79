package trifecta.exchange;

/** What REST answers: an HTTP status and JSON. */
record RestReply(int status, TextBuffer json) {
    private static final int OK = 200;

    static RestReply ok(TextBuffer json) {
        return new RestReply(OK, json);
    }

    /**
     * @param code a word for programs
     */
    static RestReply failure(int status, String code, String message) {
        TextBuffer json = new TextBuffer().text("{\"error\":{\"code\":").json(code);
        json.text(",\"message\":").json(message).text("}}");
        return new RestReply(status, json);
    }
}
