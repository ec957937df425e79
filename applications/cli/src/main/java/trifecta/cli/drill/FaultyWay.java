package trifecta.cli.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import trifecta.service.OperatingException;

/**
 * A way over TCP on this machine that misbehaves on order: connections to its port are led to another one, and what passes is passed
 * on, held up, swallowed, sliced, delayed or cut. Both directions alike. Safe for any thread.
 */
final class FaultyWay implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int BACKLOG = 64;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

    private final ServerSocket door;
    private final CompletableFuture<Integer> target = new CompletableFuture<>();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Manner manner = new Manner.Passing();

    /** How a way behaves. */
    sealed interface Manner {
        /** As a network should. */
        record Passing() implements Manner {}

        /** Nothing moves; what comes waits and arrives afterwards. */
        record Stalled() implements Manner {}

        /** What is sent goes nowhere and nobody is told; connections that were open then stay so for ever. */
        record Swallowing() implements Manner {}

        /** Each piece arrives so much later, one after the other. */
        record Late(Duration by) implements Manner {}

        /** In pieces of so many bytes. */
        record Sliced(int bytes) implements Manner {}

        /** Each connection is reset when so many bytes have passed in one direction. */
        record CutAfter(int bytes) implements Manner {}
    }

    FaultyWay() {
        try {
            door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new OperatingException("open a way", e.toString(), "are there ports left?", e);
        }
        Thread.ofVirtual().start(this::welcome);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Whoever came before waits until this is said. */
    void leadsTo(int port) {
        target.complete(port);
    }

    void behave(Manner wanted) {
        lock.lock();
        try {
            manner = wanted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Resets all connections that are open now. */
    void reset() {
        links.forEach(Link::reset);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            // nobody comes any more, which is what was wanted
        }
        target.cancel(false);
        behave(new Manner.Passing());
        reset();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> lead(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void lead(Socket client) {
        Socket server = new Socket();
        Link link = new Link(client, server);
        links.add(link);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.get()), (int)
                    CONNECT_MAX.toMillis());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(link, client, server));
            pump(link, server, client);
        } catch (IOException | ExecutionException | java.util.concurrent.CancellationException e) {
            link.reset(); // nobody is there, as without this way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Link link, Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK_BYTES];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                awaitMoving();
                if (manner instanceof Manner.Swallowing) {
                    link.lost = true;
                }
                if (!link.lost) {
                    passed += read;
                    pass(link, out, chunk, read, passed);
                }
            }
            if (!link.lost) {
                to.shutdownOutput();
                link.halfClosed();
            }
        } catch (IOException e) {
            link.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Link link, OutputStream out, byte[] chunk, int length, long passed)
            throws IOException, InterruptedException {
        switch (manner) {
            case Manner.Sliced(int bytes) -> {
                for (int at = 0; at < length; at += bytes) {
                    out.write(chunk, at, Math.min(bytes, length - at));
                    out.flush();
                }
            }
            case Manner.Late(Duration by) -> {
                TimeUnit.NANOSECONDS.sleep(by.toNanos());
                out.write(chunk, 0, length);
            }
            case Manner.CutAfter(int bytes) -> {
                boolean over = passed >= bytes;
                out.write(chunk, 0, over ? Math.max(0, length - (int) Math.min(length, passed - bytes)) : length);
                out.flush();
                if (over) {
                    link.reset();
                }
            }
            default -> out.write(chunk, 0, length);
        }
    }

    private void awaitMoving() throws InterruptedException {
        if (!(manner instanceof Manner.Stalled)) {
            return;
        }
        lock.lock();
        try {
            while (manner instanceof Manner.Stalled) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One connection's two ends. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        /** Nothing passes any more, and nobody is told. */
        private volatile boolean lost;

        private boolean oneEnded;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private synchronized void halfClosed() {
            if (oneEnded) {
                reset();
            }
            oneEnded = true;
        }

        private void reset() {
            links.remove(this);
            reset(client);
            reset(server);
        }

        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // it was closed already
            }
        }
    }
}
