package trifecta.protocol;

/** A decoded frame. */
public record Frame(Envelope envelope, Message message) {}
