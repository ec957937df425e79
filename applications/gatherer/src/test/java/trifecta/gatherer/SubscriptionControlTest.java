package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.feed.FirstNumber;
import trifecta.feed.SequenceTracker.Outcome;
import trifecta.gatherer.SubscriptionControl.Allowance;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.Command.Action;
import trifecta.protocol.Message;

class SubscriptionControlTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Limits LIMITS = new Limits(10, 1, 1, 4, 1000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final MarketOwners owners = new MarketOwners();
    private final Map<SubscriptionControl, Set<String>> wanted = new HashMap<>();
    private long now;
    private long id;

    @SuppressWarnings("NullAway.Init")
    private LearnedLimit learned;

    @SuppressWarnings("NullAway.Init")
    private SubscriptionControl control;

    @BeforeEach
    void makeControl() {
        learned = new LearnedLimit(folder.resolve("limit"), LIMITS.marketsPerSubscription());
        control = control(Channel.ORDERBOOK, Duration.ZERO);
    }

    private SubscriptionControl control(Channel channel, Duration verifyWithin) {
        return new SubscriptionControl(
                channel,
                LIMITS,
                learned,
                new Membership(owners),
                new SnapshotNeeds(verifyWithin, new VerificationRate(1000)),
                new FirstNumber(),
                new SplittableRandom(1));
    }

    /** These markets are wanted, and no others. */
    private void want(SubscriptionControl subscription, String... markets) {
        Set<String> all = Set.of(markets);
        Set<String> before = wanted.getOrDefault(subscription, Set.of());
        subscription.want(
                all.stream().filter(market -> !before.contains(market)).toList(),
                before.stream().filter(market -> !all.contains(market)).toList());
        wanted.put(subscription, all);
    }

    private void want(String... markets) {
        want(control, markets);
    }

    private void snapshots(String... markets) {
        snapshots(List.of(markets));
    }

    private void snapshots(List<String> markets) {
        markets.forEach(market -> control.snapshot(market, now));
    }

    private Step next() {
        return control.next(now, ++id, Allowance.ANYTHING);
    }

    private Command sends() {
        Step step = next();
        assertThat(step).isInstanceOf(Step.Send.class);
        return ((Step.Send) step).command();
    }

    private void waits() {
        assertThat(control.next(now, id + 1, Allowance.ANYTHING)).isEqualTo(Step.WAIT);
    }

    private void live(String... markets) {
        want(markets);
        sends();
        control.subscribed(7, now);
        snapshots(markets);
    }

    private static List<String> sorted(String... markets) {
        return List.copyOf(new TreeSet<>(List.of(markets)));
    }

    @Test
    void subscribesToWhatIsWantedAndIsLiveWithItsSnapshots() {
        waits();
        want("A", "B");
        assertThat(sends()).isEqualTo(new Command.Subscribe(id, List.of("orderbook_delta"), sorted("A", "B")));
        waits();
        control.subscribed(7, now);
        assertThat(control.isLive()).isFalse();
        snapshots("A");
        snapshots("B");
        assertThat(control.isLive()).isTrue();
        waits();
    }

    @Test
    void aGapAsksForAllSnapshotsInChunks() {
        live("A", "B", "C", "D", "E");
        assertThat(control.numbered(1, 1, now)).isEqualTo(Outcome.IN_ORDER);
        assertThat(control.numbered(3, 3, now)).isEqualTo(Outcome.GAP);

        Command.Update first = (Command.Update) sends();
        assertThat(first.action()).isEqualTo(Action.GET_SNAPSHOT);
        assertThat(first.markets()).hasSize(4);
        waits();
        snapshots(first.markets());
        Command.Update second = (Command.Update) sends();
        assertThat(second.markets()).hasSize(1).doesNotContainAnyElementsOf(first.markets());
        snapshots(second.markets());
        waits();
        assertThat(control.isLive()).isTrue();
    }

    @Test
    void snapshotsThatDoNotComeLeadToANewSubscription() {
        live("A");
        control.numbered(1, 1, now);
        control.numbered(9, 9, now);
        for (int ask = 0; ask < 2; ask++) {
            assertThat(sends()).isInstanceOf(Command.Update.class);
            now += SubscriptionControl.ANSWER_MAX.toNanos();
            waits();
            now += 31 * SECOND;
        }
        assertThat(sends()).isEqualTo(new Command.Unsubscribe(id, List.of(7)));
        control.unsubscribed();
        assertThat(sends()).isInstanceOf(Command.Subscribe.class);
    }

    @Test
    void aRestartOfTheNumbersSubscribesAnew() {
        live("A");
        control.numbered(1, 1, now);
        control.numbered(2, 2, now);
        assertThat(control.numbered(1, 99, now)).isEqualTo(Outcome.RESTART);
        assertThat(sends()).isEqualTo(new Command.Unsubscribe(id, List.of(7)));
        control.unsubscribed();
        assertThat(sends()).isInstanceOf(Command.Subscribe.class);
    }

    @Test
    void aSubscriptionWhoseEndIsRefusedIsLeftAgainAndNotForgotten() {
        live("A");
        control.numbered(1, 1, now);
        control.numbered(2, 2, now);
        control.numbered(1, 99, now);
        assertThat(sends()).isEqualTo(new Command.Unsubscribe(id, List.of(7)));
        control.refused(new Message.Failure(27, "too many commands", null), now);
        waits();
        now += 31 * SECOND;
        assertThat(sends()).isEqualTo(new Command.Unsubscribe(id, List.of(7)));
        control.unsubscribed();
        assertThat(sends()).isInstanceOf(Command.Subscribe.class);
    }

    @Test
    void aSubscriptionWhoseEndIsNotAnsweredCostsItsConnection() {
        live("A");
        want();
        assertThat(sends()).isEqualTo(new Command.Unsubscribe(id, List.of(7)));
        now += SubscriptionControl.ANSWER_MAX.toNanos();
        assertThat(next()).isInstanceOf(Step.Reconnect.class);
    }

    @Test
    void aMarketMovesOnlyAfterTheOldSubscriptionGaveItBack() {
        live("A", "B");
        SubscriptionControl old = control;
        SubscriptionControl other = control(Channel.ORDERBOOK, Duration.ZERO);
        want(old, "B");
        want(other, "A");

        control = other;
        waits();
        control = old;
        assertThat(sends()).isEqualTo(new Command.Update(id, 7, Action.DELETE_MARKETS, List.of("A")));
        control = other;
        waits();
        old.updated(List.of("B"), now);
        assertThat(sends()).isEqualTo(new Command.Subscribe(id, List.of("orderbook_delta"), List.of("A")));
    }

    @Test
    void whatALostConnectionHadMayGoElsewhere() {
        live("A");
        SubscriptionControl other = control(Channel.ORDERBOOK, Duration.ZERO);
        want(other, "A");
        control.disconnected();
        control = other;
        assertThat(sends()).isInstanceOf(Command.Subscribe.class);
    }

    @Test
    void addsAndGivesBackMarkets() {
        live("A", "B");
        want("B", "C");
        assertThat(sends()).isEqualTo(new Command.Update(id, 7, Action.DELETE_MARKETS, List.of("A")));
        control.updated(List.of("B"), now);
        assertThat(sends()).isEqualTo(new Command.Update(id, 7, Action.ADD_MARKETS, List.of("C")));
        control.updated(List.of("B", "C"), now);
        waits();
        assertThat(control.isLive()).isFalse();
        snapshots("C");
        assertThat(control.isLive()).isTrue();
        want();
        assertThat(sends()).isEqualTo(new Command.Unsubscribe(id, List.of(7)));
    }

    @Test
    void snapshotsThatComeWhileAnotherCommandIsUnderWayCount() {
        live("A", "B");
        want("A", "B", "C");
        sends();
        snapshots("A");
        waits();
        control.updated(List.of("A", "B", "C"), now);
        snapshots("C");
        assertThat(control.isLive()).isTrue();
    }

    @Test
    void aTerminalErrorSubscribesAnewAfterAPause() {
        live("A");
        control.ended(new Message.Failure(25, "overflow", null), now);
        waits();
        now += SECOND;
        assertThat(sends()).isInstanceOf(Command.Subscribe.class);
    }

    @Test
    void tooManyMarketsTeachALowerLimitThatIsRemembered() {
        want("A", "B", "C", "D", "E", "F", "G", "H");
        assertThat(((Command.Subscribe) sends()).markets()).hasSize(8);
        control.refused(new Message.Failure(26, "limit", null), now);
        now += SECOND;
        assertThat(((Command.Subscribe) sends()).markets()).hasSize(4);
        assertThat(learned.markets()).isEqualTo(4);
        assertThat(new LearnedLimit(folder.resolve("limit"), 10).markets()).isEqualTo(4);
    }

    @Test
    void aRefusedAdditionTeachesNoLessThanIsThere() {
        live("A", "B", "C");
        want("A", "B", "C", "D");
        sends();
        control.refused(new Message.Failure(26, "limit", null), now);
        assertThat(learned.markets()).isEqualTo(3);
    }

    @Test
    void halvingFindsTheMarketThatTheExchangeRefuses() {
        live("A");
        want("A", "B", "BAD", "C");
        int commands = 0;
        while (!control.isLive() && commands++ < 20) {
            now += 2 * SECOND;
            if (next() instanceof Step.Send send
                    && send.command() instanceof Command.Update update
                    && update.action() == Action.ADD_MARKETS) {
                if (update.markets().contains("BAD")) {
                    control.refused(new Message.Failure(11, "invalid parameter", null), now);
                } else {
                    control.updated(List.of(), now);
                    snapshots(update.markets());
                }
            }
            if (control.markets() == 3) {
                return;
            }
        }
        assertThat(control.markets()).as("A, B and C").isEqualTo(3);
    }

    @Test
    void aCommandWithoutAnAnswerAsksForANewConnection() {
        want("A");
        sends();
        now += SubscriptionControl.ANSWER_MAX.toNanos();
        assertThat(control.next(now, id + 1, Allowance.ANYTHING)).isInstanceOf(Step.Reconnect.class);
    }

    @Test
    void everyBookIsVerifiedInTurn() {
        control = control(Channel.ORDERBOOK, Duration.ofSeconds(20));
        live("A", "B", "C", "D", "E");
        Set<String> verified = new TreeSet<>();
        for (int round = 0; round < 4; round++) {
            now += 5 * SECOND;
            if (next() instanceof Step.Send send && send.command() instanceof Command.Update update) {
                snapshots(update.markets());
                verified.addAll(update.markets());
            }
        }
        assertThat(verified).containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void whatProductionAsksForIsAskedOnce() {
        live("A", "B");
        control.request("B");
        control.request("elsewhere");
        assertThat(sends()).isEqualTo(new Command.Update(id, 7, Action.GET_SNAPSHOT, List.of("B")));
        snapshots("B");
        waits();
    }

    @Test
    void globalChannelsAreSubscribedWithoutMarkets() {
        control = control(Channel.TRADE, Duration.ofSeconds(20));
        assertThat(sends()).isEqualTo(new Command.Subscribe(id, List.of("trade"), List.of()));
        control.subscribed(3, now);
        assertThat(control.isLive()).isTrue();
        now += 60 * SECOND;
        waits();
        control.disconnected();
        assertThat(sends()).isInstanceOf(Command.Subscribe.class);
    }

    @Test
    void whatItsConnectionDoesNotAllowWaits() {
        want("A");
        assertThat(control.next(now, id + 1, Allowance.NOTHING)).isEqualTo(Step.WAIT);
        assertThat(control.next(now, id + 1, Allowance.NO_NEW_MARKETS)).isEqualTo(Step.WAIT);
        live("A", "B");
        want("A", "B", "C");
        control.request("A");
        assertThat(((Step.Send) control.next(now, ++id, Allowance.NO_NEW_MARKETS)).command())
                .isEqualTo(new Command.Update(id, 7, Action.GET_SNAPSHOT, List.of("A")));
    }

    @Test
    void firstSnapshotsAreNotAskedForWhileTheyKeepComing() {
        want("A", "B", "C", "D");
        sends();
        control.subscribed(7, now);
        for (String market : List.of("A", "B", "C")) {
            now += 9 * SECOND;
            waits();
            snapshots(market);
        }
        now += 11 * SECOND;
        assertThat(sends()).isEqualTo(new Command.Update(id, 7, Action.GET_SNAPSHOT, List.of("D")));
    }

    @Test
    void itIsQuietOnlyWhenNothingIsToBeDone() {
        assertThat(control.isQuiet()).as("nothing is wanted").isTrue();
        want("A");
        assertThat(control.isQuiet()).isFalse();
        live("A");
        assertThat(control.isQuiet()).isTrue();
        control.numbered(1, 1, now);
        control.numbered(3, 3, now);
        assertThat(control.isQuiet()).as("a hole").isFalse();
        sends();
        snapshots("A");
        assertThat(control.isQuiet()).isTrue();
        want("A", "B");
        assertThat(control.isQuiet()).isFalse();
    }
}
