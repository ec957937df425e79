package trifecta.cli.up;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the processes of a stack how they are. */
final class StatusBoard implements AutoCloseable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);

    private final StackDescription places;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE).build();

    StatusBoard(StackDescription places) {
        this.places = places;
    }

    /** The present state of everything; a process that does not answer is absent from it. */
    Overview look() throws InterruptedException {
        Map<String, URI> addresses = new LinkedHashMap<>();
        places.statuses().keySet().forEach(name -> addresses.put(name, places.status(name)));
        return new Overview(places, Status.ask(client, addresses));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
