package trifecta.protocol;

/**
 * What surrounds a message. It is decoded apart from it, so that an undecodable message keeps its place in the sequence.
 *
 * @param type as sent; empty when it could not be read
 * @param id the command that this frame answers, {@link #ABSENT} where none
 * @param sid the subscription on this connection, {@link #ABSENT} where none
 * @param seq number of the message on its subscription, {@link #ABSENT} where none
 */
public record Envelope(String type, long id, int sid, long seq) {
    public static final int ABSENT = -1;

    public boolean isSequenced() {
        return seq != ABSENT && sid != ABSENT;
    }
}
