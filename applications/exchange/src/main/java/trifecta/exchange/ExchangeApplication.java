package trifecta.exchange;

import java.time.Duration;
import java.util.Map;
import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.ServiceContext;
import trifecta.service.status.Control;
import trifecta.service.status.Rate;

/** The exchange as a process. */
public final class ExchangeApplication implements Application<ExchangeConfig> {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "exchange";
    }

    @Override
    public String summary() {
        return "serves the Kalshi protocol from a simulated exchange or a recorded capture";
    }

    @Override
    public ExchangeConfig configure(Config config) {
        return ExchangeConfig.read(config);
    }

    @Override
    public int run(ExchangeConfig config, ServiceContext context) throws Exception {
        RunningExchange running = RunningExchange.start(config, context);
        Rate rate = new Rate(running::emitted, context.ticks(), RATE_WINDOW);
        Map<String, Control> controls = config.control() ? Map.of("fault", running::fault) : Map.of();
        context.serveStatus(config.statusPort(), () -> running.status(rate.perSecond()), controls);
        context.awaitStop();
        return 0;
    }
}
