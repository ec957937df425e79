package trifecta.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import trifecta.market.Level;
import trifecta.protocol.Channel;

/** A stage that applies events to their books and keeps them. */
final class CollectingStage implements Stage {
    final List<Event> events = new ArrayList<>();
    final List<Market> markets = new ArrayList<>();
    final Set<Integer> lines = new TreeSet<>();
    boolean room = true;

    @Override
    public Market list(MarketFacts facts, MarketStatus status, long closeMicros) {
        Market market = new Market(markets.size() + 1, facts, status, closeMicros);
        markets.add(market);
        return market;
    }

    @Override
    public void seed(Market market, List<Level> book) {
        market.book().replace(book);
    }

    @Override
    public void publish(Event event) {
        events.add(event);
        switch (event) {
            case Event.Delta delta -> {
                long after = delta.market().book().add(delta.side(), delta.priceMicros(), delta.deltaHundredths());
                if (after < 0) {
                    throw new AssertionError(delta + " leaves " + after);
                }
            }
            case Event.Traded traded -> traded.market().traded(new PastTrade(events.size(), traded.trade()));
            case Event.BookCleared cleared -> cleared.market().book().replace(List.of());
            case Event.BookReset reset -> reset.market().book().replace(reset.content());
            default -> {}
        }
    }

    @Override
    public boolean everyoneHasRoom() {
        return room;
    }

    @Override
    public Set<Integer> linesListening(Collection<Market> wanted, Set<Channel> others) {
        return Set.copyOf(lines);
    }
}
