package trifecta.protocol.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/** A WebSocket server by hand over a plain socket, so that a test decides over every byte. */
final class RawServer implements AutoCloseable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** What the server does with a connection. An exception ends the connection; the test sees that at its own end. */
    interface Script {
        void run(Peer peer) throws Exception;
    }

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    RawServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    RawServer(ServerSocketFactory sockets, Script script) throws IOException {
        listening = sockets.createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(script));
    }

    int port() {
        return listening.getLocalPort();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port() + "/trade-api/ws/v2");
    }

    private void accept(Script script) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> {
                    try (socket) {
                        script.run(new Peer(socket));
                    } catch (Exception e) {
                        // Ends the connection, which is what its client looks at.
                        return;
                    }
                });
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    /** The server's end of one connection. */
    static final class Peer {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        Socket socket() {
            return socket;
        }

        /** Reads the request; header names in lower case, the request line under "". */
        Map<String, String> request() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                head.write(in.readByte());
            }
            Map<String, String> headers = new TreeMap<>();
            for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n", -1)) {
                int colon = headers.isEmpty() ? -1 : line.indexOf(':');
                headers.put(
                        colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
                headers.putIfAbsent("first", line);
            }
            return headers;
        }

        /** Answers the handshake, and sends this right behind, in the same write. */
        void welcome(byte... behind) throws IOException {
            Map<String, String> headers = request();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(String.valueOf(headers.get("sec-websocket-key")))
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            answer.writeBytes(behind);
            send(answer.toByteArray());
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1")
                                .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void sendByteByByte(byte[] bytes) throws IOException {
            socket.setTcpNoDelay(true);
            for (byte one : bytes) {
                out.write(one);
                out.flush();
            }
        }

        void text(String text) throws IOException {
            send(frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8)));
        }

        /** The client's next frame: opcode, then payload. */
        byte[] clientFrame() throws IOException {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            if (second < 0x80) {
                throw new IOException("not masked");
            }
            int length = second & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            byte[] frame = new byte[length + 1];
            frame[0] = (byte) (first & 0x0F);
            for (int i = 0; i < length; i++) {
                frame[i + 1] = (byte) (payload[i] ^ mask[i & 3]);
            }
            return frame;
        }

        /** Blocks until the client is gone. */
        void awaitEnd() throws IOException {
            byte[] ignored = new byte[1024];
            int read = 0;
            while (read >= 0) {
                read = in.read(ignored);
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** A frame as a server sends it. */
    static byte[] frame(int opcode, boolean fin, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(opcode | (fin ? 0x80 : 0));
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65_536) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
