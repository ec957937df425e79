package trifecta.protocol.websocket;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads that read the sockets of several connections. What comes on twenty sockets in one moment then wakes one thread once, where
 * twenty threads would be woken once each: that costs more than the messages. A listener that blocks holds up the other
 * connections of its thread, too.
 */
public final class ConnectionThreads implements AutoCloseable {
    private final EventLoopGroup group;

    /** @param threads at least one; each connection stays with one of them */
    public ConnectionThreads(int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("market-data", true), NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
        return group;
    }

    /** Ends the threads; the connections have to be closed before. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
