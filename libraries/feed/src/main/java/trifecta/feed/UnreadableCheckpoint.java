package trifecta.feed;

/**
 * A checkpoint cannot be used: torn, foreign or of another version. It heals by itself: an older checkpoint, or the journal from
 * the beginning of the boot, gives the same state.
 */
public final class UnreadableCheckpoint extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableCheckpoint(String reason) {
        super("restore the feed from its checkpoint: " + reason);
    }
}
