package trifecta.benchmarks.load;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/**
 * One WebSocket after its handshake: answers what a gatherer says and takes the frames of the load. One thread reads and answers,
 * another one sends; the lock keeps the numbers of a subscription in the order of its bytes.
 */
final class LoadConnection {
    /** Written to the socket at once; about 240 frames. */
    private static final int BLOCK = 1 << 16;

    private static final int OPCODE = 0x0F;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING_BYTE = 0x89;
    private static final int TEXT_BYTE = 0x81;
    private static final int LENGTH = 0x7F;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASK_BYTES = 4;

    private final LoadServer server;
    private final DataInputStream in;
    private final OutputStream out;
    private final FrameEncoder encoder = new FrameEncoder();
    private final FrameBytes waiting = new FrameBytes();
    private final Map<Integer, LoadSubscription> subscriptions = new TreeMap<>();

    LoadConnection(LoadServer server, DataInputStream in, OutputStream out) {
        this.server = server;
        this.in = in;
        this.out = out;
    }

    /** Reads and answers until the other side closes. */
    void run() throws IOException {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                switch (first & OPCODE) {
                    case TEXT -> answer(CommandCodec.decode(payload, 0, payload.length));
                    case CLOSE -> {
                        return;
                    }
                    default -> {} // a pong
                }
            }
        } catch (EOFException e) {
            // the gatherer is gone: so is the connection
        }
    }

    private byte[] payload() throws IOException {
        long length = in.readUnsignedByte() & LENGTH;
        if (length == TWO_BYTES) {
            length = in.readUnsignedShort();
        } else if (length == EIGHT_BYTES) {
            length = in.readLong();
        }
        byte[] mask = in.readNBytes(MASK_BYTES);
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % MASK_BYTES];
        }
        return payload;
    }

    private synchronized void answer(Command command) throws IOException {
        switch (command) {
            case Command.Subscribe subscribe -> {
                for (String channel : subscribe.channels()) {
                    subscribe(subscribe.id(), channel, subscribe.markets());
                }
            }
            case Command.Update update -> update(update);
            case Command.Unsubscribe unsubscribe -> {
                for (int sid : unsubscribe.sids()) {
                    LoadSubscription ended = find(sid);
                    subscriptions.remove(sid);
                    say(encoder.encode(unsubscribe.id(), sid, ++ended.seq, new Message.Unsubscribed()));
                }
            }
            case Command.ListSubscriptions list -> {
                List<Message.Subscribed> all = new ArrayList<>();
                subscriptions.values().forEach(each -> all.add(new Message.Subscribed(each.channel, each.sid)));
                say(encoder.encode(list.id(), Envelope.ABSENT, Envelope.ABSENT, new Message.Subscriptions(all)));
            }
            case Command.Invalid invalid -> throw new IllegalStateException("the gatherer says " + invalid);
        }
    }

    private void subscribe(long id, String channel, List<String> markets) throws IOException {
        LoadSubscription made = new LoadSubscription(this, subscriptions.size() + 1, channel);
        subscriptions.put(made.sid, made);
        say(encoder.encode(id, Envelope.ABSENT, Envelope.ABSENT, new Message.Subscribed(channel, made.sid)));
        join(made, markets);
    }

    private void update(Command.Update update) throws IOException {
        LoadSubscription subscription = find(update.sid());
        switch (update.action()) {
            case ADD_MARKETS -> {
                subscription.markets.addAll(update.markets());
                say(encoder.encode(
                        update.id(),
                        update.sid(),
                        ++subscription.seq,
                        new Message.Ok(List.copyOf(subscription.markets))));
                join(subscription, update.markets());
            }
            case GET_SNAPSHOT, DELETE_MARKETS ->
                throw new IllegalStateException("this load has neither holes nor ends, yet the gatherer says "
                        + update.action().wireName());
        }
    }

    private void join(LoadSubscription subscription, Collection<String> markets) throws IOException {
        for (String ticker : markets) {
            subscription.markets.add(ticker);
            int number = server.load().number(ticker);
            say(encoder.encode(
                    Envelope.ABSENT,
                    subscription.sid,
                    ++subscription.seq,
                    server.load().snapshot(number)));
            server.joined(number, subscription);
        }
    }

    private LoadSubscription find(int sid) {
        LoadSubscription found = subscriptions.get(sid);
        if (found == null) {
            throw new IllegalStateException("the gatherer names sid " + sid + " of " + subscriptions.keySet());
        }
        return found;
    }

    /** A change of the load, under the next number of its subscription. */
    synchronized void send(LoadSubscription subscription, int index) throws IOException {
        int begin = waiting.beginMessage();
        server.load().write(index, subscription.sid, ++subscription.seq, waiting);
        waiting.endMessage(begin);
        if (waiting.length() >= BLOCK) {
            flush();
        }
    }

    synchronized void flush() throws IOException {
        out.write(waiting.bytes(), 0, waiting.length());
        waiting.clear();
    }

    synchronized void ping() throws IOException {
        flush();
        out.write(new byte[] {(byte) PING_BYTE, 0});
    }

    private void say(byte[] text) throws IOException {
        waiting.add(TEXT_BYTE);
        if (text.length < TWO_BYTES) {
            waiting.add(text.length);
        } else if (text.length <= 0xFFFF) {
            waiting.add(TWO_BYTES);
            waiting.add(text.length >> 8);
            waiting.add(text.length);
        } else {
            waiting.add(EIGHT_BYTES);
            for (int shift = 56; shift >= 0; shift -= 8) {
                waiting.add((int) ((long) text.length >>> shift));
            }
        }
        waiting.add(text);
        flush();
    }
}
