package trifecta.exchange;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import trifecta.service.OperatingException;

/** The listening socket: REST and WebSocket on one port. */
@SuppressWarnings("FutureReturnValueIgnored") // a socket's failure shows as its end
final class ExchangeServer implements AutoCloseable {
    private static final int NETWORK_THREADS = 1;
    private static final int REQUEST_BYTES_MAX = 64 * 1024;
    private static final long CLOSE_WAIT_MILLIS = 2_000;

    private final MultiThreadIoEventLoopGroup loops;
    private @Nullable Channel listener;

    /** Listens to nothing yet. */
    ExchangeServer() {
        this.loops = new MultiThreadIoEventLoopGroup(NETWORK_THREADS, NioIoHandler.newFactory());
    }

    /**
     * @param port 0: any free one
     * @throws OperatingException when the port is in use
     */
    void listen(String host, int port, Gate gate) throws InterruptedException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(REQUEST_BYTES_MAX))
                                .addLast(new HttpHandler(gate));
                    }
                });
        try {
            listener = bootstrap.bind(host, port).sync().channel();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // Netty throws the checked BindException without declaring it
            throw new OperatingException(
                    "listen on port " + port, String.valueOf(e.getMessage()), "choose another with exchange.port", e);
        }
    }

    int port() {
        return ((InetSocketAddress) Objects.requireNonNull(listener, "listens").localAddress()).getPort();
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
        loops.shutdownGracefully(0, CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * CLOSE_WAIT_MILLIS);
    }
}
