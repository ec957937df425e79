package trifecta.journal;

/** What an entry records. The codes are stored: never change or reuse one. */
public enum EntryKind {
    /** First entry of a boot; UTF-8 JSON about the line and its version. */
    STARTED(1),
    /** A connection was opened; its URL. */
    OPENED(2),
    /** A connection ended; the reason as text. */
    CLOSED(3),
    /** A command that is about to be sent; its text. */
    SENT(4),
    /** A frame as received; its bytes. */
    FRAME(5),
    /** Proof of life, once a second; empty. */
    HEARTBEAT(6),
    /** Clean end of the boot. */
    STOPPED(7),
    /** A book that was asked for otherwise than on a connection; UTF-8 text, see the feed's RestBookNote. */
    BOOK(8);

    private static final EntryKind[] BY_CODE = values();

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    /** The stored code. */
    public int code() {
        return code;
    }

    /**
     * The kind that is stored as this code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static EntryKind ofCode(int code) {
        if (code < 1 || code > BY_CODE.length) {
            throw new IllegalArgumentException("no entry kind has the code " + code);
        }
        return BY_CODE[code - 1];
    }
}
