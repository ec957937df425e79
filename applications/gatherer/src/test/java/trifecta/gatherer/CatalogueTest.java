package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import trifecta.market.Lifecycle;
import trifecta.market.Times;

class CatalogueTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Catalogue catalogue = new Catalogue();

    private final Set<String> wanted = new TreeSet<>();

    /** A complete listing. */
    private void listed(Set<String> tickers, long beganNanos) {
        catalogue.begin(beganNanos);
        catalogue.seen(tickers);
        catalogue.complete();
    }

    /** What is wanted, by all changes up to now. */
    private Set<String> wanted(long nowNanos) {
        Catalogue.Changes changes = catalogue.changes(nowNanos, true);
        changes.more()
                .forEach(ticker -> assertThat(wanted.add(ticker)).as(ticker).isTrue());
        changes.less()
                .forEach(ticker -> assertThat(wanted.remove(ticker)).as(ticker).isTrue());
        assertThat(catalogue.size()).isEqualTo(wanted.size());
        return wanted;
    }

    private static Lifecycle lifecycle(String market, String type) {
        return new Lifecycle("market_lifecycle_v2", market, type, Times.ABSENT, "{}");
    }

    @Test
    void anAnnouncedMarketIsWantedAtOnceAndRestMayBeBehind() {
        assertThat(catalogue.announced(lifecycle("NEW", "created"), 0)).isTrue();
        listed(Set.of("A"), MINUTE / 4);
        listed(Set.of("A"), MINUTE / 2);
        assertThat(wanted(MINUTE / 2)).containsExactly("A", "NEW");
    }

    @Test
    void aMarketGoesWhenTwoCompleteListingsLackIt() {
        listed(Set.of("A", "B"), 0);
        listed(Set.of("A"), 5 * MINUTE);
        assertThat(wanted(5 * MINUTE)).containsExactly("A", "B");
        listed(Set.of("A", "B"), 10 * MINUTE);
        listed(Set.of("A"), 15 * MINUTE);
        assertThat(wanted(15 * MINUTE)).as("it was back between").containsExactly("A", "B");
        listed(Set.of("A"), 20 * MINUTE);
        assertThat(wanted(20 * MINUTE)).containsExactly("A");
    }

    @Test
    void anIncompleteListingOnlyAdds() {
        listed(Set.of("A", "B"), 0);
        catalogue.begin(MINUTE / 2);
        catalogue.seen(Set.of("C"));
        catalogue.begin(MINUTE);
        catalogue.seen(Set.of());
        assertThat(wanted(MINUTE)).containsExactly("A", "B", "C");
    }

    @Test
    void aDeterminedMarketStaysForAMoment() {
        listed(Set.of("A"), 0);
        assertThat(catalogue.announced(lifecycle("A", "determined"), 0)).isFalse();
        assertThat(wanted(Catalogue.FAREWELL.toNanos() - 1)).containsExactly("A");
        assertThat(wanted(Catalogue.FAREWELL.toNanos())).isEmpty();
    }

    @Test
    void otherAnnouncementsChangeNothing() {
        assertThat(catalogue.announced(lifecycle("A", "close_date_updated"), 0)).isFalse();
        assertThat(wanted(0)).isEmpty();
    }

    @Test
    void whatRestShowsAsSettledLeavesLikeWhatIsAnnounced() {
        listed(Set.of("A", "B"), 0);
        catalogue.settled(Set.of("A", "UNKNOWN"), MINUTE);
        assertThat(wanted(MINUTE)).containsExactly("A", "B");
        assertThat(wanted(2 * MINUTE)).containsExactly("B");
    }

    @Test
    void whatComesAndGoesBetweenTwoLooksIsNoChange() {
        listed(Set.of("A"), 0);
        wanted(0);
        catalogue.announced(lifecycle("SHORT", "created"), 0);
        catalogue.announced(lifecycle("SHORT", "determined"), 0);
        catalogue.announced(lifecycle("A", "determined"), 0);
        long later = Catalogue.FAREWELL.toNanos();
        catalogue.announced(lifecycle("A", "activated"), later);
        assertThat(wanted(later)).containsExactly("A");
    }

    @Test
    void whatAListingShowsMayWaitAndWhatIsAnnouncedDoesNot() {
        catalogue.begin(0);
        catalogue.seen(Set.of("A"));
        catalogue.announced(lifecycle("NEW", "created"), 0);
        assertThat(catalogue.changes(0, false).more()).containsExactly("NEW");
        assertThat(catalogue.changes(0, true).more()).containsExactly("A");
        assertThat(catalogue.changes(0, true).isEmpty()).isTrue();
    }
}
