package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.feed.FirstNumber;
import trifecta.market.Lifecycle;
import trifecta.market.Times;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** Many subscriptions on one connection keep within what the connection may say, and within what can be received at once. */
class ConnectionControlTest {
    private static final int SUBSCRIPTIONS = 100;
    private static final int MARKETS = 450;
    private static final double PER_SECOND = 10;
    private static final long STEP = Duration.ofMillis(50).toNanos();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final FrameEncoder encoder = new FrameEncoder();
    private final List<Command> said = new ArrayList<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private long now;

    private List<SubscriptionControl> subscriptions() {
        Limits limits = new Limits(500, SUBSCRIPTIONS, 1, 100, PER_SECOND);
        LearnedLimit learned = new LearnedLimit(folder.resolve("limit"), limits.marketsPerSubscription());
        MarketOwners owners = new MarketOwners();
        return IntStream.range(0, SUBSCRIPTIONS)
                .mapToObj(number -> {
                    SubscriptionControl made = new SubscriptionControl(
                            Channel.ORDERBOOK,
                            limits,
                            learned,
                            new Membership(owners),
                            new SnapshotNeeds(Duration.ZERO, new VerificationRate(100)),
                            new FirstNumber(),
                            new SplittableRandom(number));
                    made.want(
                            IntStream.range(0, MARKETS)
                                    .mapToObj(market -> "M-" + number + "-" + market)
                                    .toList(),
                            List.of());
                    return made;
                })
                .toList();
    }

    private void hears(ConnectionControl control, long id, int sid, boolean numbered, Message message) {
        long seq = numbered ? numbers.merge(sid, 1L, Long::sum) : Envelope.ABSENT;
        byte[] frame = encoder.encode(id, sid, seq, message);
        control.frame(frame, 0, frame.length, now, said::add);
    }

    private static final class Silence implements ConnectionControl.Announcements {
        @Override
        public void heard(Lifecycle lifecycle) {}

        @Override
        public void missed() {}
    }

    @Test
    void aThousandMarketsASecondAreSubscribedWithoutAFloodOfCommandsOrSnapshots() {
        List<SubscriptionControl> subscriptions = subscriptions();
        ConnectionControl control = new ConnectionControl(subscriptions, new CommandRate(PER_SECOND), new Silence());
        control.connected(now);
        long began = now;
        int answered = 0;
        while (!subscriptions.stream().allMatch(SubscriptionControl::isLive)) {
            control.advance(now, said::add);
            double allowed = 1
                    + PER_SECOND
                    + PER_SECOND * (now - began) / Duration.ofSeconds(1).toNanos();
            assertThat(said).hasSizeLessThanOrEqualTo((int) allowed);
            assertThat(subscriptions.stream()
                            .mapToInt(SubscriptionControl::awaited)
                            .sum())
                    .isLessThan(2_000 + MARKETS);
            for (; answered < said.size(); answered++) {
                Command.Subscribe asked = (Command.Subscribe) said.get(answered);
                int sid = answered + 1;
                hears(control, asked.id(), Envelope.ABSENT, false, new Message.Subscribed("orderbook_delta", sid));
                asked.markets()
                        .forEach(market -> hears(
                                control,
                                Envelope.ABSENT,
                                sid,
                                true,
                                new Message.Snapshot(market, List.of(), Times.ABSENT)));
            }
            now += STEP;
        }
        assertThat(said).as("one command each").hasSize(SUBSCRIPTIONS);
        control.advance(now, said::add);
        assertThat(control.isQuiet(now)).isTrue();
        assertThat(control.isQuiet(now + Duration.ofSeconds(1).toNanos()))
                .as("looked at now and then all the same")
                .isFalse();
    }

    @Test
    void withoutSnapshotsOnlySoManyMarketsAreAskedFor() {
        List<SubscriptionControl> subscriptions = subscriptions();
        ConnectionControl control = new ConnectionControl(subscriptions, new CommandRate(1000), new Silence());
        control.connected(now);
        control.advance(now, said::add);
        assertThat(said).hasSize(5);
        for (Command each : List.copyOf(said)) {
            Command.Subscribe asked = (Command.Subscribe) each;
            hears(control, asked.id(), Envelope.ABSENT, false, new Message.Subscribed("orderbook_delta", (int)
                    asked.id()));
        }
        control.advance(now + STEP, said::add);
        assertThat(said).as("their snapshots are awaited").hasSize(5);
    }
}
