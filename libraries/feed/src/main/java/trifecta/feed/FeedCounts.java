package trifecta.feed;

/** What a feed counts as it goes. */
final class FeedCounts {
    long breaks;
    long repeats;
    long unknown;
    long undecodable;

    FeedStatistics statistics(long heldDropped) {
        return new FeedStatistics(breaks, repeats, unknown, undecodable, heldDropped);
    }
}
