package trifecta.feed;

/**
 * What a feed counted.
 *
 * @param breaks spans of a whole subscription ended by a hole, a restart, an error or an undecodable message
 * @param repeats messages that came again with the same number and bytes
 * @param unknown frames of a type that the protocol does not name
 * @param undecodable frames that could not be read
 * @param heldDropped deltas that were held for a snapshot and had to go because there were too many
 */
public record FeedStatistics(long breaks, long repeats, long unknown, long undecodable, long heldDropped) {}
