package trifecta.store.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.production.ProductionWriter;
import trifecta.store.views.ProductionViews.Found;

/** The search over markets few and many, and what keeps its words up to date. */
class MarketSearchTest {
    private final DatabaseAddress address = Addresses.fresh("search");
    private final ProductionViews views;

    MarketSearchTest() throws StoreException {
        ProductionWriter.open(address, "test", 3, InstantSource.system()).close();
        views = ProductionViews.open(address, "test");
    }

    @BeforeEach
    void fill() throws SQLException {
        markets(1, 30);
    }

    @AfterEach
    void close() {
        views.close();
    }

    @Test
    void aWordIsFoundInEveryPartOfTheNamesInAnyCase() throws Exception {
        Sql.execute(
                address,
                "UPDATE store.markets SET event_ticker = 'EVENT-X', title = 'Gold Above', yes_sub_title = '4,000 or more'"
                        + " WHERE market_key = 7");
        for (String word : List.of("event-x", "gold ABOVE", "000 or", "T7", " gold ", "Above 4,000")) {
            assertThat(found(word, null)).as(word).contains("KX-T7");
        }
        assertThat(found("T7", null)).containsExactly("KX-T7");
        Sql.execute(address, "UPDATE store.markets SET title = 'Ángel ÑANDÚ wins' WHERE market_key = 8");
        assertThat(found("Ángel ÑANDÚ", null)).containsExactly("KX-T8");
        assertThat(found("100%", null)).isEmpty();
        assertThat(found("_", null)).isEmpty();
    }

    @Test
    void whatTheExchangeTellsAnewIsFoundByItsNewWordsAndStatus() throws Exception {
        Sql.execute(address, "UPDATE store.markets SET title = 'Silver', status = 'open' WHERE market_key = 3");
        assertThat(found("silver", "open")).containsExactly("KX-T3");
        Sql.execute(address, "UPDATE store.markets SET title = 'Copper', status = 'settled' WHERE market_key = 3");
        assertThat(found("silver", null)).isEmpty();
        assertThat(found("copper", "open")).isEmpty();
        assertThat(found("copper", "settled")).containsExactly("KX-T3");
    }

    @Test
    void theActiveOnesComeFirstThenThoseWithMoreVolume() throws Exception {
        trades(5, 3);
        trades(9, 4);
        Found first = views.markets(null, null, MarketOrder.ACTIVITY, 4);
        assertThat(first.markets()).extracting(MarketRow::ticker).containsExactly("KX-T9", "KX-T5", "KX-T30", "KX-T29");
        assertThat(first.markets()).extracting(MarketRow::trades).containsExactly(4L, 3L, 0L, 0L);
        assertThat(first.markets().getFirst().lastPrice()).isEqualByComparingTo("0.09");
        assertThat(first.found()).isEqualTo(30);
        assertThat(first.more()).isEqualTo(26);
    }

    @Test
    void ofVeryManyThePageIsTheSameAndTheCountIsABound() throws Exception {
        int many = MarketSearch.COUNTED_MAX + 500;
        markets(31, many);
        trades(5, 3);
        trades(9, 4);
        Found filled = views.markets(null, null, MarketOrder.ACTIVITY, 2);
        assertThat(filled.markets()).extracting(MarketRow::ticker).containsExactly("KX-T9", "KX-T5");
        assertThat(filled.isFoundAtLeast()).isTrue();
        assertThat(filled.found()).isEqualTo(MarketSearch.COUNTED_MAX);
        Found notFilled = views.markets("kx", null, MarketOrder.ACTIVITY, 3);
        assertThat(notFilled.markets()).extracting(MarketRow::ticker).containsExactly("KX-T9", "KX-T5", "KX-T" + many);
        Found few = views.markets("T1050", null, MarketOrder.TICKER, 3);
        assertThat(few.isFoundAtLeast()).isFalse();
        assertThat(few.markets()).extracting(MarketRow::ticker).containsExactly("KX-T1050", "KX-T10500");
        Found byVolume = views.markets(null, null, MarketOrder.VOLUME, 1);
        assertThat(byVolume.markets()).extracting(MarketRow::ticker).containsExactly("KX-T" + many);
    }

    private List<String> found(String word, @Nullable String status) throws StoreException {
        return views.markets(word, status, MarketOrder.ACTIVITY, 10).markets().stream()
                .map(MarketRow::ticker)
                .toList();
    }

    private void markets(int from, int to) throws SQLException {
        Sql.execute(
                address,
                "INSERT INTO store.markets (market_key, ticker, volume) SELECT g, 'KX-T' || g, g FROM generate_series("
                        + from + ", " + to + ") g");
    }

    private void trades(int market, int count) throws SQLException {
        Sql.execute(
                address,
                "INSERT INTO store.trades SELECT (SELECT count(*) FROM store.trades) + g, now(), now(), 100, 1, "
                        + market
                        + ", " + market * 10_000 + ", 0, 1, 1, 1, false, 'ask', '" + market
                        + "-' || g FROM generate_series(1, " + count + ") g");
    }
}
