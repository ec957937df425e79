package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trifecta.service.ServiceRun;

/** What a whole gatherer captures when the exchange's own announcements are not to be relied on, and when it is closed. */
class CatalogueUpkeepTest extends GathererStage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> settings = new HashMap<>();

    CatalogueUpkeepTest() {
        super(PATIENCE);
    }

    @BeforeEach
    void set() {
        settings.putAll(settings());
        settings.put("gatherer.farewell", "1s");
    }

    private ServiceRun run() throws Exception {
        exchange.books.open("A");
        ServiceRun gatherer = ServiceRun.start(new GathererApplication(), settings);
        eventually("A is subscribed", () -> exchange.books.isSubscribed("A"));
        eventually("lifecycle is subscribed", () -> exchange.books.said("\"market_lifecycle_v2\"") == 1);
        return gatherer;
    }

    @Test
    void whatWasNeverAnnouncedIsFoundByTheNextLookAndReleasedByIt() throws Exception {
        settings.put("gatherer.reconcile-interval", "200ms");
        try (ServiceRun gatherer = run()) {
            exchange.books.open("UNHEARD");
            eventually("it is found", () -> exchange.books.isSubscribed("UNHEARD"));
            exchange.books.settleSilently("UNHEARD");
            eventually("it is released", () -> !exchange.books.isSubscribed("UNHEARD"));
            assertThat(exchange.books.isSubscribed("A")).isTrue();
            assertThat(gatherer.alive()).isTrue();
        }
    }

    @Test
    void whatRestDoesNotShowAnyMoreIsReleasedByWholeListings() throws Exception {
        settings.put("gatherer.reconcile-interval", "100ms");
        settings.put("gatherer.list-interval", "100ms");
        try (ServiceRun gatherer = run()) {
            exchange.books.open("VANISHING");
            eventually("it is found", () -> exchange.books.isSubscribed("VANISHING"));
            exchange.books.forget("VANISHING");
            eventually("it is released", () -> !exchange.books.isSubscribed("VANISHING"));
            assertThat(exchange.books.isSubscribed("A")).isTrue();
            assertThat(gatherer.alive()).isTrue();
        }
    }

    @Test
    void aHoleInTheAnnouncementsIsLookedIntoAtOnce() throws Exception {
        settings.put("gatherer.reconcile-interval", "1h");
        try (ServiceRun gatherer = run()) {
            eventually("it has looked after its first listing", () -> exchange.latelyAsked.get() > 0);
            exchange.books.open("LOST");
            exchange.books.skip(1);
            exchange.books.announce("NEXT", "created");
            eventually("the announced one is subscribed", () -> exchange.books.isSubscribed("NEXT"));
            eventually("the lost one is found", () -> exchange.books.isSubscribed("LOST"));
            assertThat(gatherer.alive()).isTrue();
        }
    }

    @Test
    void combinationsOfMarketsAreCapturedUnlessTheyAreSwitchedOff() throws Exception {
        exchange.books.openCombo("COMBO");
        try (ServiceRun gatherer = run()) {
            eventually("it is subscribed", () -> exchange.books.isSubscribed("COMBO"));
            assertThat(gatherer.alive()).isTrue();
        }
        settings.put("gatherer.combos", "false");
        settings.put("gatherer.reconcile-interval", "100ms");
        try (ServiceRun gatherer = ServiceRun.start(new GathererApplication(), settings)) {
            eventually("A is subscribed", () -> exchange.books.isSubscribed("A"));
            exchange.books.open("LATER");
            eventually("another one is found meanwhile", () -> exchange.books.isSubscribed("LATER"));
            assertThat(exchange.books.isSubscribed("COMBO")).isFalse();
            assertThat(exchange.books.said("multivariate")).isEqualTo(1);
            assertThat(gatherer.alive()).isTrue();
        }
    }

    @Test
    void aClosedExchangeIsLeftAloneAndCapturedAgainSoonAfterItOpens() throws Exception {
        try (ServiceRun gatherer = run()) {
            exchange.closeForMaintenance();
            eventually("it is asked whether it is closed", () -> exchange.statusesAsked.get() >= 2);
            int knocked = exchange.handshakesRefused.get();
            int asked = exchange.statusesAsked.get();
            eventually("it is asked again and again", () -> exchange.statusesAsked.get() >= asked + 4);
            assertThat(exchange.handshakesRefused.get())
                    .as("while it says that it is closed nobody tries to connect")
                    .isEqualTo(knocked);

            exchange.openAgain();
            long openedNanos = System.nanoTime();
            eventually("all is subscribed again", () -> exchange.books.isSubscribed("A"));
            assertThat(Duration.ofNanos(System.nanoTime() - openedNanos)).isLessThan(Duration.ofSeconds(10));
            assertThat(gatherer.alive()).isTrue();
        }
    }
}
