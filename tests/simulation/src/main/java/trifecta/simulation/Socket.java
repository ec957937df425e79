package trifecta.simulation;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.protocol.Command;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** A connection of a gatherer to the exchange: frames on their way, and the numbers of its three subscriptions. */
final class Socket {
    static final int BOOKS = 1;
    static final int TRADES = 2;
    static final int LIFE = 3;

    private static final List<String> CHANNELS = List.of("", "orderbook_delta", "trade", "market_lifecycle_v2");

    private final World world;
    private final FrameEncoder encoder;
    private final ArrayDeque<byte[]> onTheWay = new ArrayDeque<>();
    private final long[] numbers = new long[CHANNELS.size()];
    private final boolean[] subscribed = new boolean[CHANNELS.size()];
    private boolean open = true;
    /** Messages of the books that are dropped from now on: their numbers are missing. */
    private int holes;

    Socket(World world, FrameEncoder.Stamps stamps) {
        this.world = world;
        this.encoder = new FrameEncoder(FrameEncoder.Form.CURRENT, stamps);
    }

    static Command.Subscribe subscribing(long id, int sid, List<String> markets) {
        return new Command.Subscribe(id, List.of(CHANNELS.get(sid)), sid == BOOKS ? markets : List.of());
    }

    boolean isOpen() {
        return open;
    }

    /** The exchange takes a command. */
    void takes(Command command) {
        switch (command) {
            case Command.Subscribe subscribe -> subscribe(subscribe);
            case Command.Update update -> {
                answer(update.id(), BOOKS, ++numbers[BOOKS], new Message.Ok(world.markets));
                update.markets().forEach(this::snapshot);
            }
            default -> throw new IllegalArgumentException("nobody says " + command);
        }
    }

    private void subscribe(Command.Subscribe command) {
        String channel = command.channels().getFirst();
        int sid = CHANNELS.indexOf(channel);
        subscribed[sid] = true;
        answer(command.id(), Envelope.ABSENT, Envelope.ABSENT, new Message.Subscribed(channel, sid));
        if (sid == BOOKS) {
            command.markets().forEach(this::snapshot);
        }
    }

    private void snapshot(String market) {
        says(BOOKS, new Message.Snapshot(market, world.book(market), Times.ABSENT));
    }

    /** The exchange has a message for whoever is subscribed. */
    void says(int sid, Message message) {
        if (!open || !subscribed[sid]) {
            return;
        }
        numbers[sid]++;
        if (sid == BOOKS && holes > 0) {
            holes--;
            return;
        }
        answer(Envelope.ABSENT, sid, numbers[sid], message);
    }

    private void answer(long id, int sid, long seq, Message message) {
        onTheWay.add(encoder.encode(id, sid, seq, message));
    }

    /** The next frame; null when none is on its way. */
    byte @Nullable [] receive() {
        return onTheWay.poll();
    }

    boolean isDrained() {
        return onTheWay.isEmpty();
    }

    void repeatLast() {
        byte[] last = onTheWay.peekLast();
        if (last != null) {
            onTheWay.add(last);
        }
    }

    void dropNext(int messages) {
        holes = messages;
    }

    /** The numbers of the books begin anew on the open socket. */
    void restartNumbers() {
        if (subscribed[BOOKS]) {
            numbers[BOOKS] = 0;
        }
    }

    /** The connection is lost with what is on its way. */
    void cut() {
        open = false;
        onTheWay.clear();
        world.forget(this);
    }
}
