package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trifecta.market.Lifecycle;
import trifecta.market.Times;

class CatalogueTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Catalogue catalogue = new Catalogue();

    private static Lifecycle lifecycle(String market, String type) {
        return new Lifecycle("market_lifecycle_v2", market, type, Times.ABSENT, "{}");
    }

    @Test
    void anAnnouncedMarketIsWantedAtOnceAndRestMayBeBehind() {
        assertThat(catalogue.announced(lifecycle("NEW", "created"), 0)).isTrue();
        catalogue.listed(Set.of("A"), MINUTE / 4);
        catalogue.listed(Set.of("A"), MINUTE / 2);
        assertThat(catalogue.wanted(MINUTE / 2)).containsExactly("A", "NEW");
    }

    @Test
    void aMarketGoesWhenTwoCompleteListingsLackIt() {
        catalogue.listed(Set.of("A", "B"), 0);
        catalogue.listed(Set.of("A"), 5 * MINUTE);
        assertThat(catalogue.wanted(5 * MINUTE)).containsExactly("A", "B");
        catalogue.listed(Set.of("A", "B"), 10 * MINUTE);
        catalogue.listed(Set.of("A"), 15 * MINUTE);
        assertThat(catalogue.wanted(15 * MINUTE)).as("it was back between").containsExactly("A", "B");
        catalogue.listed(Set.of("A"), 20 * MINUTE);
        assertThat(catalogue.wanted(20 * MINUTE)).containsExactly("A");
    }

    @Test
    void anIncompleteListingOnlyAdds() {
        catalogue.listed(Set.of("A", "B"), 0);
        catalogue.seen(Set.of("C"));
        catalogue.seen(Set.of());
        assertThat(catalogue.wanted(MINUTE)).containsExactly("A", "B", "C");
    }

    @Test
    void aDeterminedMarketStaysForAMoment() {
        catalogue.listed(Set.of("A"), 0);
        assertThat(catalogue.announced(lifecycle("A", "determined"), 0)).isFalse();
        assertThat(catalogue.wanted(Catalogue.FAREWELL.toNanos() - 1)).containsExactly("A");
        assertThat(catalogue.wanted(Catalogue.FAREWELL.toNanos())).isEmpty();
    }

    @Test
    void otherAnnouncementsChangeNothing() {
        assertThat(catalogue.announced(lifecycle("A", "close_date_updated"), 0)).isFalse();
        assertThat(catalogue.wanted(0)).isEmpty();
    }
}
