package trifecta.exchange;

/**
 * What REST answers: an HTTP status and JSON.
 *
 * @param retryAfterSeconds what the header of that name says, {@link #NO_RETRY} where there is none
 */
record RestReply(int status, TextBuffer json, int retryAfterSeconds) {
    static final int NO_RETRY = -1;

    /** Stands for no answer at all. */
    static final RestReply NEVER = new RestReply(0, new TextBuffer(), NO_RETRY);

    private static final int OK = 200;

    RestReply(int status, TextBuffer json) {
        this(status, json, NO_RETRY);
    }

    boolean isNever() {
        return status == 0;
    }

    RestReply retryAfter(int seconds) {
        return new RestReply(status, json, seconds);
    }

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
