package trifecta.console.look;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.console.look.ProductionDesk.Unavailable;
import trifecta.store.history.BookAnswer;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.history.Life;
import trifecta.store.history.Steps;
import trifecta.store.production.Metadata;
import trifecta.store.views.BookDocument;
import trifecta.store.views.MarketFacts;
import trifecta.store.views.MarketOrder;
import trifecta.store.views.MarketRow;
import trifecta.store.views.ProductionViews.Found;
import trifecta.store.views.TimeText;
import trifecta.store.views.TradeRow;
import trifecta.store.views.TradesDocument;

/** Markets, a market, its book and its trades. */
final class MarketQuestions {
    private static final int MARKETS = 50;
    private static final int MARKETS_MAX = 500;
    private static final int TRADES = 50;
    private static final int TRADES_MAX = 1000;

    private final ProductionDesk desk;

    MarketQuestions(ProductionDesk desk) {
        this.desk = desk;
    }

    /** Markets by a word in their names, the active ones first. */
    Map<String, @Nullable Object> search(Parameters parameters) throws BadQuestion, Unavailable {
        String word = parameters.text("search").orElse(null);
        String status = parameters
                .choice("status", Metadata.Status.class)
                .map(Parameters::word)
                .orElse(null);
        int limit = parameters.number("limit", MARKETS, 1, MARKETS_MAX);
        parameters.noMore();
        Found found = desk.views(views -> views.markets(word, status, MarketOrder.ACTIVITY, limit));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("found", found.found());
        json.put("more_than_found", found.isFoundAtLeast());
        json.put("limit_max", MARKETS_MAX);
        json.put("markets", found.markets().stream().map(MarketRow::json).toList());
        return json;
    }

    /** What the exchange told of a market, and from when to when something of it is recorded. */
    Map<String, @Nullable Object> facts(String ticker, Parameters parameters)
            throws BadQuestion, NoSuchMarket, Unavailable {
        parameters.noMore();
        Optional<MarketFacts> facts = desk.views(views -> views.facts(ticker));
        if (facts.isEmpty()) {
            throw new NoSuchMarket();
        }
        Optional<Life> life = desk.books(books -> books.life(ticker));
        Map<String, @Nullable Object> json = new LinkedHashMap<>(facts.get().json());
        json.put(
                "first_recorded", life.map(Life::firstMicros).map(TimeText::iso).orElse(null));
        json.put("last_recorded", life.map(Life::lastMicros).map(TimeText::iso).orElse(null));
        return json;
    }

    /** The book at an instant, or the latest, with the ledger's word and the changes next to it. */
    Map<String, @Nullable Object> book(String ticker, Parameters parameters, long now)
            throws BadQuestion, NoSuchMarket, Unavailable {
        Optional<Long> at = parameters.time("at");
        parameters.noMore();
        BookDocument document = desk.books(books -> at.isEmpty()
                ? BookDocument.latest(ticker, now, books.latest(ticker, now))
                : new BookDocument(ticker, at.get(), books.bookAt(ticker, at.get())));
        if (document.answer() instanceof BookAnswer.NoMarket) {
            throw new NoSuchMarket();
        }
        Steps steps = desk.books(books -> books.steps(ticker, document.micros()));
        Map<String, @Nullable Object> json = new LinkedHashMap<>(document.json());
        json.put("word", document.word());
        json.put("sentence", document.sentence());
        json.put("previous_change", TimeText.isoOrNull(steps.previousMicros()));
        json.put("next_change", TimeText.isoOrNull(steps.nextMicros()));
        return json;
    }

    /** The latest trades of an interval, oldest first, and what may be missing among them. */
    Map<String, @Nullable Object> trades(String ticker, Parameters parameters, long now)
            throws BadQuestion, NoSuchMarket, Unavailable {
        long from = parameters.time("from").orElse(0L);
        Optional<Long> to = parameters.time("to");
        int limit = parameters.number("limit", TRADES, 1, TRADES_MAX);
        parameters.noMore();
        long before = to.orElse(TimeText.LATEST);
        if (from >= before) {
            throw new BadQuestion("from must be before to.");
        }
        List<TradeRow> found = desk.views(views -> views.trades(ticker, from, before, limit + 1));
        if (found.isEmpty() && !desk.views(views -> views.has(ticker))) {
            throw new NoSuchMarket();
        }
        TradesDocument document = desk.books(books -> TradesDocument.latest(
                ticker,
                found,
                limit,
                from,
                to.orElse(now),
                (begin, end) -> books.words(ticker, Channel.TRADE, begin, end)));
        Map<String, @Nullable Object> json = new LinkedHashMap<>(document.json());
        json.put(
                "sentences",
                document.doubts().stream().map(doubt -> doubt.sentence()).toList());
        json.put("limit_max", TRADES_MAX);
        return json;
    }
}
