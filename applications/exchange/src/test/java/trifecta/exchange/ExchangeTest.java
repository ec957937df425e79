package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.protocol.Message;

/** A real exchange over a real socket. */
class ExchangeTest {
    @TempDir
    Path folder;

    @Test
    void aBookStartsWithItsSnapshotAndFollowsWithoutALossOrADouble() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=30 rate=8000 market-every=60s seed=3")) {
            List<String> markets = exchange.openMarkets();
            TestClient early = exchange.connect(1);
            int sid = early.subscribe("orderbook_delta", markets);
            early.take(5_000);
            TestClient late = exchange.connect(2);
            late.subscribe("orderbook_delta", markets);
            early.take(5_000);
            late.take(2_000);

            early.update(99, sid, "get_snapshot", markets);
            for (int i = 0; i < markets.size(); i++) {
                early.await(frame -> frame.message() instanceof Message.Snapshot);
            }
            assertThat(early.disagreements).isEmpty();
            assertThat(early.books).hasSize(markets.size());
            assertThat(early.jumps).isEmpty();
            assertThat(late.jumps).isEmpty();
        }
    }
}
