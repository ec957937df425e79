package trifecta.market;

/**
 * An event in the life of a market or event. Its content is its named fields; equal events may truly come twice.
 *
 * @param type the message type: {@code market_lifecycle_v2}, {@code event_lifecycle}, {@code event_fee_update},
 *     {@code multivariate_market_lifecycle}
 * @param subject the market ticker, or the event ticker for events
 * @param eventType such as {@code created}, {@code activated}, {@code settled}; the type again where a message has none
 * @param exchangeMicros the time that the event itself names, {@link Times#ABSENT} where none
 * @param content all fields of the message as JSON with sorted keys and no blanks
 */
public record Lifecycle(String type, String subject, String eventType, long exchangeMicros, String content) {}
