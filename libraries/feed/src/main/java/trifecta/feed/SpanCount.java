package trifecta.feed;

/** How many markets have an open span: counted at each transition, so that nobody has to walk over all markets. */
final class SpanCount {
    int open;
}
