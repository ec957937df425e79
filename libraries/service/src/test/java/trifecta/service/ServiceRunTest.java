package trifecta.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import trifecta.service.status.Json;

class ServiceRunTest {
    private final List<String> closed = new CopyOnWriteArrayList<>();

    private interface Body {
        int run(ServiceContext context) throws Exception;
    }

    private static Application<String> application(Body body) {
        return new Application<>() {
            @Override
            public String name() {
                return "sample";
            }

            @Override
            public String summary() {
                return "a sample";
            }

            @Override
            public String configure(Config config) {
                return config.text("sample.name", "x", "a name");
            }

            @Override
            public int run(String configuration, ServiceContext context) throws Exception {
                return body.run(context);
            }
        };
    }

    @Test
    void partsAreClosedInReverseOrder() throws Exception {
        ServiceRun run = ServiceRun.start(
                application(context -> {
                    context.own("first", () -> closed.add("first"));
                    context.own("second", () -> closed.add("second"));
                    context.awaitStop();
                    return 3;
                }),
                Map.of());
        assertThat(run.stop()).isEqualTo(3);
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void whatWasBuiltBeforeAFailureIsClosed() {
        ServiceRun run = ServiceRun.start(
                application(context -> {
                    context.own("first", () -> closed.add("first"));
                    throw new OperatingException("listen", "in use", "choose another");
                }),
                Map.of());
        assertThatThrownBy(run::await).hasMessage("listen: in use; choose another");
        assertThat(closed).containsExactly("first");
    }

    @Test
    void aFailedPartEndsTheRunWithItsSentence() {
        ServiceRun run = ServiceRun.start(
                application(context -> {
                    Thread.ofVirtual().start(() -> context.fail(new OperatingException("write", "disk full", "")));
                    context.awaitStop();
                    return 0;
                }),
                Map.of());
        assertThatThrownBy(run::await).hasMessage("write: disk full");
    }

    @Test
    void aMisspeltKeyDoesNotStart() {
        assertThatThrownBy(() -> ServiceRun.start(application(_ -> 0), Map.of("sample.nmae", "y")))
                .hasMessageContaining("did you mean sample.name?");
    }

    @Test
    void aPartThatHangsIsLeftBehindAtTheDeadline() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Lifecycle lifecycle = new Lifecycle(Clocks.ticks());
        lifecycle.own("before", () -> closed.add("before"));
        lifecycle.own("hanging", () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        assertThat(lifecycle.close(Duration.ofMillis(100))).isFalse();
        interrupted.await();
    }

    @Test
    void theStatusIsServedToThisMachineAlone() throws Exception {
        try (ServiceRun run = ServiceRun.start(
                        application(context -> {
                            context.serveStatus(
                                    0,
                                    () -> Map.of("state", "live", "numbers", List.of(1, 2.5)),
                                    Map.of("fault", parameters -> {
                                        if (!parameters.containsKey("name")) {
                                            throw new OperatingException("inject", "no name", "say which");
                                        }
                                        return Map.of("did", parameters.get("name"));
                                    }));
                            context.awaitStop();
                            return 0;
                        }),
                        Map.of());
                HttpClient client = HttpClient.newHttpClient()) {
            URI status = run.statusAddress();
            HttpResponse<String> answer = send(client, HttpRequest.newBuilder(status));
            assertThat(Json.readObject(answer.body()))
                    .containsEntry("state", "live")
                    .containsEntry("numbers", List.of(1L, 2.5));
            assertThat(send(client, HttpRequest.newBuilder(status).header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            URI fault = status.resolve("/control/fault?name=cut%20it");
            assertThat(send(client, HttpRequest.newBuilder(fault)).statusCode()).isEqualTo(405);
            assertThat(send(client, HttpRequest.newBuilder(fault).POST(HttpRequest.BodyPublishers.noBody()))
                            .body())
                    .contains("\"did\":\"cut it\"");
            HttpResponse<String> wrong = send(
                    client,
                    HttpRequest.newBuilder(status.resolve("/control/fault")).POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).contains("inject: no name; say which");
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
