package trifecta.gatherer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.feed.FirstNumber;
import trifecta.market.BreakReason;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.protocol.Channel;
import trifecta.protocol.RequestSigner;
import trifecta.protocol.websocket.ConnectException;
import trifecta.protocol.websocket.ConnectionSettings;
import trifecta.protocol.websocket.ConnectionThreads;
import trifecta.protocol.websocket.Listener;
import trifecta.protocol.websocket.MarketDataConnection;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;

/** All connections of the line: one for the global channels, and the order books' ones. */
final class Line {
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(100);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(30);

    /** For the sockets of a line: reading is a small part of the work, and the rest has to be done somewhere, too. */
    private static final int SOCKET_THREADS_MAX = 4;

    private static final int PROCESSORS_PER_SOCKET_THREAD = 2;

    private final GathererConfig config;
    private final ServiceContext context;
    private final @Nullable RequestSigner signer;
    private final Recorder recorder;
    private final Catalogue catalogue;
    private final ExchangeHours hours;
    private final MarketOwners owners = new MarketOwners();
    private final LearnedLimit learned;
    private final AcceptedKey key;
    private final AtomicInteger connections = new AtomicInteger();
    private final SplittableRandom random;
    private final FirstNumber bookFirstNumber = new FirstNumber();
    private final VerificationRate verifications;
    private final ConnectionThreads sockets = new ConnectionThreads(Math.clamp(
            Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_SOCKET_THREAD, 1, SOCKET_THREADS_MAX));
    private final @Nullable ExchangeLink global;
    private final BookLinks books;
    private volatile Runnable missed = () -> {};

    Line(
            GathererConfig config,
            ServiceContext context,
            @Nullable RequestSigner signer,
            Recorder recorder,
            Catalogue catalogue,
            ExchangeHours hours,
            LearnedLimit learned) {
        this.config = config;
        this.context = context;
        this.signer = signer;
        this.recorder = recorder;
        this.catalogue = catalogue;
        this.hours = hours;
        this.verifications = new VerificationRate(config.verificationsPerSecond());
        this.learned = learned;
        this.key = new AcceptedKey(
                config.folder().resolve("accepted-key"), config.keyId().orElse(""));
        // Jitter only: lines that failed together must not come back together, so the seed is each start's own.
        this.random = new SplittableRandom(context.ticks().getAsLong() * 31 + config.line());
        List<SubscriptionControl> channels = new ArrayList<>();
        for (Channel channel : config.channels()) {
            if (channel != Channel.ORDERBOOK) {
                channels.add(subscription(channel, new FirstNumber()));
            }
        }
        this.global = channels.isEmpty() ? null : link("global channels", channels);
        this.books = new BookLinks(
                config.limits(),
                config.salt(),
                () -> subscription(Channel.ORDERBOOK, bookFirstNumber),
                (number, subscriptions) -> link("order books " + number, subscriptions));
    }

    private SubscriptionControl subscription(Channel channel, FirstNumber firstNumber) {
        return new SubscriptionControl(
                channel,
                config.limits(),
                learned,
                new Membership(owners),
                new SnapshotNeeds(config.verifyWithin(), verifications),
                firstNumber,
                fork());
    }

    private ExchangeLink link(String name, List<SubscriptionControl> subscriptions) {
        return new ExchangeLink(
                name,
                new SocketConnector(),
                recorder,
                context.ticks(),
                new Pace(RECONNECT_FIRST, RECONNECT_MAX, fork()),
                hours,
                this::refused,
                subscriptions,
                new ConnectionControl(
                        subscriptions, new CommandRate(config.limits().commandsPerSecond()), new Announcements()));
    }

    private final class Announcements implements ConnectionControl.Announcements {
        @Override
        public void heard(Lifecycle lifecycle) {
            boolean isCombo = lifecycle.type().equals(Channel.MULTIVARIATE_LIFECYCLE.wireName());
            if (config.combos() || !isCombo) {
                catalogue.announced(lifecycle, context.ticks().getAsLong());
            }
        }

        @Override
        public void missed() {
            missed.run();
        }
    }

    /** Has this done whenever the exchange may have announced something that was not heard. */
    void whenMissed(Runnable action) {
        missed = action;
    }

    private synchronized RandomGenerator fork() {
        return random.split();
    }

    void start() {
        if (global != null) {
            global.start();
        }
    }

    BookLinks books() {
        return books;
    }

    boolean capturesBooks() {
        return config.channels().contains(Channel.ORDERBOOK);
    }

    List<ExchangeLink> links() {
        List<ExchangeLink> all = new ArrayList<>(books.links());
        if (global != null) {
            all.add(global);
        }
        return all;
    }

    /** A row that was just made: some ask for a fresh snapshot. */
    void row(LineEvent row) {
        if (row.breakBefore() == BreakReason.UNDECODABLE) {
            books.links().forEach(link -> link.uncertain(row.connection(), row.sid(), null));
        }
        if (row.body() instanceof LineEvent.Snapshot snapshot && snapshot.role() == LineEvent.SnapshotRole.DOUBTS) {
            books.request(List.of(snapshot.market()));
        }
        if (row.body() instanceof LineEvent.SpansEnd end
                && (end.reason() == BreakReason.NEGATIVE_LEVEL || end.reason() == BreakReason.UNDECODABLE)) {
            for (ExchangeLink link : books.links()) {
                end.markets().forEach(market -> link.uncertain(row.connection(), row.sid(), market));
            }
        }
    }

    /** Why nothing is received, with what to do; empty while the exchange does not refuse the key. */
    String refusal() {
        return key.refusal();
    }

    private void refused(ConnectException refusal) {
        if (key.refused(refusal)) {
            context.fail(new OperatingException(
                    "connect line " + config.line() + " to " + config.websocket(),
                    String.valueOf(refusal.getMessage()),
                    refusal.hint()));
        }
    }

    void close() throws InterruptedException {
        if (global != null) {
            global.askToClose();
        }
        books.close();
        if (global != null) {
            global.close();
        }
        sockets.close();
    }

    private final class SocketConnector implements ExchangeLink.Connector {
        private final ConnectionSettings settings = ConnectionSettings.DEFAULTS
                .withPingSilenceMax(config.pingSilenceMax())
                .withMessageBytesMax(config.messageBytesMax());

        @Override
        public int nextNumber() {
            return connections.incrementAndGet();
        }

        @Override
        public String url() {
            return config.websocket().toString();
        }

        @Override
        public MarketDataConnection open(Listener listener) throws ConnectException, InterruptedException {
            MarketDataConnection opened =
                    MarketDataConnection.open(config.websocket(), signer, context.clock(), settings, listener, sockets);
            key.accepted();
            return opened;
        }
    }
}
