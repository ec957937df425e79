package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trifecta.console.StatusClient.Reply;

class QuestionsTest {
    private final ManualClock clock = new ManualClock();
    private final FakeProcess process = new FakeProcess(() -> Map.of("state", "live", "messages", 7));
    private final StatusClient client = new StatusClient();
    private final Lane lane = Lane.of(Component.gatherer(1, process.address()), 300);
    private final Questions questions = new Questions(client, List.of(lane));

    @AfterEach
    void close() {
        client.close();
        process.close();
    }

    @Test
    void aLivingProcessAnswersInItsRound() throws InterruptedException {
        questions.round(clock.instant());
        assertThat(lane.watches().getFirst().presence(clock.instant())).isInstanceOf(Presence.Answering.class);
    }

    @Test
    void aKilledProcessIsDownInTheNextRound() throws InterruptedException {
        questions.round(clock.instant());
        process.kill();
        questions.round(clock.seconds(1));
        assertThat(lane.watches().getFirst().presence(clock.instant())).isInstanceOf(Presence.Down.class);
    }

    @Test
    void aHangingProcessIsDownTwoSecondsLaterAndBackWhenItAnswers() throws InterruptedException {
        questions.round(clock.instant());
        process.hang();
        questions.round(clock.seconds(1));
        assertThat(lane.watches().getFirst().presence(clock.instant())).isInstanceOf(Presence.Answering.class);
        questions.round(clock.seconds(1));
        assertThat(lane.watches().getFirst().presence(clock.instant()))
                .isEqualTo(new Presence.Down(clock.instant().minusSeconds(2), "no answer for 2 s"));
        process.goOn();
        questions.round(clock.seconds(1));
        assertThat(lane.watches().getFirst().presence(clock.instant())).isInstanceOf(Presence.Answering.class);
    }

    @Test
    void anAnswerThatIsNoStatusIsAFailureWithItsReason() throws IOException {
        assertThat(answerTo("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")).isEqualTo("answers with HTTP 500");
        assertThat(answerTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
                .isEqualTo("answers with something that is no status");
        assertThat(answerTo("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[{}]"))
                .isEqualTo("answers with something that is no status");
        assertThat(answerTo("HTTP/1.1 200 OK\r\n\r\n" + "[".repeat(StatusClient.BYTES_MAX + 1)))
                .isEqualTo("the connection broke");
    }

    private String answerTo(String raw) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    var _ = socket.getInputStream().read(new byte[1024]);
                    socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    return; // the client gave up
                }
            });
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/status");
            Reply reply = client.ask(address).join();
            return reply instanceof Reply.Failed failed ? failed.reason() : "told";
        }
    }
}
