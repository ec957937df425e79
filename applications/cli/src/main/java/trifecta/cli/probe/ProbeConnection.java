package trifecta.cli.probe;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import trifecta.protocol.Channel;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.FrameDecoder;
import trifecta.protocol.RequestSigner;
import trifecta.protocol.websocket.Closure;
import trifecta.protocol.websocket.ConnectException;
import trifecta.protocol.websocket.ConnectionSettings;
import trifecta.protocol.websocket.Listener;
import trifecta.protocol.websocket.MarketDataConnection;
import trifecta.service.Clocks;

/** One of the two connections of a probe. Its watch is read after {@link #watch} closed the connection. */
final class ProbeConnection implements Listener, AutoCloseable {
    private final FrameDecoder decoder = new FrameDecoder();
    private final Watch watch = new Watch();
    private final InstantSource clock;
    private final CountDownLatch ended;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String closure = "";
    private volatile boolean closing;
    private volatile long endedAtMicros;

    @SuppressWarnings("NullAway.Init") // set by open before anybody else sees this object
    private MarketDataConnection connection;

    private ProbeConnection(InstantSource clock, CountDownLatch ended) {
        this.clock = clock;
        this.ended = ended;
    }

    /**
     * @param ended is released when the connection ends before it was asked to
     */
    static ProbeConnection open(URI url, RequestSigner signer, InstantSource clock, CountDownLatch ended)
            throws ConnectException, InterruptedException {
        ProbeConnection probe = new ProbeConnection(clock, ended);
        probe.connection = MarketDataConnection.open(url, signer, clock, ConnectionSettings.DEFAULTS, probe);
        return probe;
    }

    void subscribe(List<String> markets) {
        send(new Command.Subscribe(1, List.of(Channel.ORDERBOOK.wireName()), markets));
        send(new Command.Subscribe(2, List.of(Channel.TRADE.wireName()), markets));
    }

    private void send(Command command) {
        if (!connection.send(CommandCodec.encode(command))) {
            closure = "a command could not be sent";
            ended.countDown();
        }
    }

    /** Ends the connection and gives what it saw. */
    Watch watch() throws InterruptedException {
        end();
        closed.await();
        watch.ended(endedAtMicros);
        return watch;
    }

    /** Why the connection ended; empty while it is open. */
    String closure() {
        return closure;
    }

    @Override
    public void opened(MarketDataConnection opened) {}

    @Override
    public void frame(byte[] bytes, int offset, int length) {
        watch.accept(decoder.decode(bytes, offset, length), Clocks.micros(clock.instant()));
    }

    @Override
    public void oversized(byte[] first, long messageBytes) {
        watch.oversized(messageBytes);
    }

    @Override
    public void closed(Closure reason) {
        if (!closing) {
            closure = reason.sentence();
            endedAtMicros = Clocks.micros(clock.instant());
            ended.countDown();
        }
        closed.countDown();
    }

    @Override
    public void close() {
        end();
    }

    /** Ends the connection; what it saw stays. */
    void end() {
        if (closed.getCount() > 0 && !closing) {
            endedAtMicros = Clocks.micros(clock.instant());
        }
        closing = true;
        connection.close();
    }
}
