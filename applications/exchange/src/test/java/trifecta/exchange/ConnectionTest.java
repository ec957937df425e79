package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private final Connection connection =
            new Connection(1, new Line(1), new EmbeddedChannel(), 1 << 20, new TokenBucket(0, 1, 0), 0);

    @Test
    void eachPongAnswersTheOldestPingThatIsOpenAndOthersNone() {
        assertThat(connection.ponged(1)).isEmpty();
        assertThat(connection.pingDue(10, 10, 100)).isTrue();
        assertThat(connection.pingDue(20, 10, 200)).isTrue();
        assertThat(connection.ponged(21)).contains(100L);
        assertThat(connection.ponged(22)).contains(200L);
        assertThat(connection.ponged(23)).isEmpty();
        assertThat(connection.lastPongMicros()).isEqualTo(22);
    }

    @Test
    void aClientWithTooManyOpenPingsHasToGo() {
        for (int ping = 1; ping < Connection.PINGS_OPEN_MAX; ping++) {
            connection.pingDue(ping, 1, ping);
        }
        assertThat(connection.answersTooLittle()).isFalse();
        connection.pingDue(Connection.PINGS_OPEN_MAX, 1, 1);
        assertThat(connection.answersTooLittle()).isTrue();
    }
}
