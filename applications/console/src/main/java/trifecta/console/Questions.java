package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import trifecta.console.StatusClient.Reply;
import trifecta.service.status.Status;

/**
 * One round of questions a second: every process is asked, those whose last question is still unanswered are not asked again, and
 * what was answered goes to the lanes' watches. Single-threaded.
 */
final class Questions {
    /** How long a round waits for the answers; a later answer counts in the next round. */
    static final Duration WAIT = Duration.ofMillis(400);

    private final StatusClient client;
    private final List<Watch> watches;
    private final Map<Watch, CompletableFuture<Reply>> asked = new HashMap<>();

    Questions(StatusClient client, List<Lane> lanes) {
        this.client = client;
        this.watches = lanes.stream().flatMap(lane -> lane.watches().stream()).toList();
    }

    void round(Instant now) throws InterruptedException {
        for (Watch watch : watches) {
            if (!asked.containsKey(watch)) {
                watch.asked(now);
                asked.put(watch, client.ask(watch.address()));
            }
        }
        await();
        for (Watch watch : watches) {
            CompletableFuture<Reply> reply = asked.get(watch);
            if (reply != null && reply.isDone()) {
                asked.remove(watch);
                take(watch, reply.join(), now);
            }
        }
    }

    private void await() throws InterruptedException {
        List<CompletableFuture<Reply>> all = new ArrayList<>(asked.values());
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return; // the late ones count in a later round
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply never fails", e);
        }
    }

    private static void take(Watch watch, Reply reply, Instant now) {
        switch (reply) {
            case Reply.Told(Status status) -> watch.answered(now, status);
            case Reply.Failed(String reason) -> watch.failed(reason);
        }
    }
}
