package trifecta.cli.up;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import trifecta.service.status.Status;

/** Asks the processes of a stack how they are. */
final class StatusBoard implements AutoCloseable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);

    private final StackDescription places;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE).build();

    private final Set<String> unheard;

    /** Of a stack that runs already, or should. */
    StatusBoard(StackDescription places) {
        this(places, Set.of());
    }

    /** Of a stack whose processes were just started: they are not down before they were once heard. */
    StatusBoard(StackDescription places, Set<String> started) {
        this.places = places;
        this.unheard = new LinkedHashSet<>(started);
    }

    /** The present state of everything; a process that does not answer is absent from it. */
    Overview look() throws InterruptedException {
        Map<String, Status> answers = Status.ask(client, places.addresses());
        unheard.removeAll(answers.keySet());
        return new Overview(places, answers, Set.copyOf(unheard));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
