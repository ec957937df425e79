package trifecta.protocol;

/** Commands as JSON, for both sides. */
public final class CommandCodec {
    private CommandCodec() {}

    /**
     * @throws IllegalArgumentException for {@link Command.Invalid}
     */
    public static byte[] encode(Command command) {
        return new byte[0];
    }

    /**
     * Never throws: what breaks the protocol becomes {@link Command.Invalid} with the exchange's error code; its id is
     * {@link Envelope#ABSENT} where it could not be read.
     */
    public static Command decode(byte[] bytes, int offset, int length) {
        return new Command.Invalid(Envelope.ABSENT, 1, "not implemented");
    }
}
