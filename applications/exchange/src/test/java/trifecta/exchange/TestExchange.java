package trifecta.exchange;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.RequestSigner;
import trifecta.service.ServiceRun;
import trifecta.service.status.Json;

/** A real exchange in this process, with two lines that have keys, on free ports. */
final class TestExchange implements AutoCloseable {
    private static final List<KeyPair> KEYS = List.of(keyPair(), keyPair());

    private final Path folder;
    private final ServiceRun run;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<TestClient> clients = new ArrayList<>();
    private final int port;

    private TestExchange(Path folder, ServiceRun run) throws Exception {
        this.folder = folder;
        this.run = run;
        this.port = ((Long) present(status(), "port")).intValue();
    }

    /**
     * @param values configuration beside ports, keys and record: {@code rate=500 markets=10}
     */
    static TestExchange start(Path folder, String values) throws Exception {
        Map<String, String> all = Stream.of(values.split(" "))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toMap(
                        each -> "exchange." + each.substring(0, each.indexOf('=')),
                        each -> each.substring(each.indexOf('=') + 1)));
        List<String> keys = new ArrayList<>();
        for (int line = 1; line <= KEYS.size(); line++) {
            Path file = folder.resolve("line" + line + ".pem");
            String base64 = Base64.getMimeEncoder()
                    .encodeToString(KEYS.get(line - 1).getPublic().getEncoded());
            Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
            keys.add("key-" + line + "=" + file);
        }
        all.put("exchange.keys", String.join(",", keys));
        all.put("exchange.port", "0");
        all.put("exchange.status-port", "0");
        all.put("exchange.control", "true");
        all.put("exchange.record", folder.resolve("record").toString());
        return new TestExchange(folder, ServiceRun.start(new ExchangeApplication(), all));
    }

    RequestSigner signer(int line) {
        return new RequestSigner("key-" + line, KEYS.get(line - 1).getPrivate());
    }

    TestClient connect(int line) throws Exception {
        TestClient client = TestClient.connect(uri("ws", RequestSigner.WEBSOCKET_PATH), signer(line));
        clients.add(client);
        return client;
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", "/trade-api/v2" + path));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    Map<String, @Nullable Object> get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path, Map.of());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return Json.readObject(response.body());
    }

    Map<String, @Nullable Object> status() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(run.statusAddress().resolve("/status")).build();
        return Json.readObject(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Plans a fault: {@code name=cut&line=1}. */
    void fault(String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(run.statusAddress().resolve("/control/fault?" + query))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(query + ": " + response.body());
        }
    }

    /** The tickers that REST shows as open. */
    List<String> openMarkets() throws IOException, InterruptedException {
        List<String> tickers = new ArrayList<>();
        for (Object market : (List<?>) TestExchange.present(get("/markets?status=open&limit=1000"), "markets")) {
            tickers.add((String) ((Map<?, ?>) market).get("ticker"));
        }
        return tickers;
    }

    /** The record's lines so far; complete once the exchange was closed. */
    List<String> record() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("record"))) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }

    static Object present(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new AssertionError("no " + key + " in " + map);
        }
        return value;
    }

    /** Stops it, the clients stay. */
    void stop() throws InterruptedException {
        run.stop();
    }

    @Override
    public void close() {
        clients.forEach(TestClient::close);
        run.close();
        http.shutdownNow();
    }

    /** A key that no line has. */
    static KeyPair stranger() {
        return keyPair();
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
