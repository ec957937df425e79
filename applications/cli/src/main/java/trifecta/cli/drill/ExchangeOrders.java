package trifecta.cli.drill;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import trifecta.cli.up.Stack;
import trifecta.service.Application;
import trifecta.service.Applications;
import trifecta.service.Config;

/** What a drill orders of the exchange, tried before anything is started: the exchange itself reads it. */
final class ExchangeOrders {
    private ExchangeOrders() {}

    /**
     * @param lines that there will be
     * @throws trifecta.service.OperatingException in one sentence when the exchange would not take it
     */
    static void check(Map<String, String> orders, int lines) {
        Application<?> exchange = Applications.find(Stack.EXCHANGE)
                .orElseThrow(() -> new IllegalStateException("no exchange on the class path"));
        Map<String, String> values = new LinkedHashMap<>(orders);
        values.put(
                "exchange.keys",
                IntStream.rangeClosed(1, lines)
                        .mapToObj(line -> line + "=unread.pem")
                        .collect(Collectors.joining(",")));
        Config config = Config.of(values);
        exchange.configure(config);
        config.check(Set.of());
    }
}
