package trifecta.protocol.websocket;

import java.net.URI;

/** Where a WebSocket URL leads. */
record Address(String host, int port, boolean isSecure) {
    private static final int PLAIN_PORT = 80;
    private static final int SECURE_PORT = 443;

    /**
     * @throws IllegalArgumentException when it is no URL of a WebSocket
     */
    static Address of(URI uri) {
        boolean secure = "wss".equals(uri.getScheme());
        if (uri.getHost() == null || !(secure || "ws".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not a ws:// or wss:// URL: " + uri);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? SECURE_PORT : PLAIN_PORT;
        return new Address(uri.getHost(), port, secure);
    }
}
