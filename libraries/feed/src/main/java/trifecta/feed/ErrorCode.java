package trifecta.feed;

/** The exchange's error codes that a client acts on. */
public final class ErrorCode {
    /** The subscription is over: subscribe anew. */
    public static final int CHANNEL_ERROR = 10;
    /** The exchange could not carry out the command in time: try again. */
    public static final int COMMAND_TIMEOUT = 18;
    /** The client was too slow, messages were dropped and the subscription is over. */
    public static final int BUFFER_OVERFLOW = 25;
    /** More markets than a subscription may have; the limit is not published. */
    public static final int MARKET_LIMIT = 26;
    /** No such subscription (any more). */
    public static final int UNKNOWN_SUBSCRIPTION = 7;
    /** Too many commands: wait before the next. */
    public static final int TOO_MANY_COMMANDS = 27;

    private ErrorCode() {}
}
