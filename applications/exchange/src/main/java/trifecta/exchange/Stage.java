package trifecta.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import trifecta.market.Level;
import trifecta.protocol.Channel;

/** What a source acts on. All calls come from the sequencer's thread. */
interface Stage {
    /** A new market. Nobody is told by it. */
    Market list(MarketFacts facts, MarketStatus status, long closeMicros);

    /** The book from which a market's events go on: once, before its first event. */
    void seed(Market market, List<Level> book);

    /** Numbers an event, applies it, records it and sends it to whoever listens. */
    void publish(Event event);

    /** Whether every listening connection's queue can take more; a source that waits for its listeners asks before each event. */
    boolean everyoneHasRoom();

    /** The lines that listen to the books of all these markets, and to all that these other channels say of them. */
    Set<Integer> linesListening(Collection<Market> markets, Set<Channel> others);
}
