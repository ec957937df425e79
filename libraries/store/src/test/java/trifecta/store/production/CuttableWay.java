package trifecta.store.production;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import trifecta.store.DatabaseAddress;

/** A way to a database that can be cut at the client's end: the server goes on with what it was sent. */
final class CuttableWay implements AutoCloseable {
    private final ServerSocket door;
    private final int serverPort;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<Socket> servers = new CopyOnWriteArrayList<>();

    CuttableWay(DatabaseAddress to) throws IOException {
        serverPort = Integer.parseInt(to.url().replaceAll(".*:(\\d+)/.*", "$1"));
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    DatabaseAddress through(DatabaseAddress to) {
        String url = to.url().replace(":" + serverPort + "/", ":" + door.getLocalPort() + "/");
        return new DatabaseAddress(url, to.user(), to.password());
    }

    /** Clients lose their connections, the server keeps its own. */
    void cut() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        clients.clear();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        for (Socket server : servers) {
            server.close();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                clients.add(client);
                servers.add(server);
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Ends with either socket; closes neither. */
    private static void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException e) {
            // A cut, which is what it is for.
        }
    }
}
