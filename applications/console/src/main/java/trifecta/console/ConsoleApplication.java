package trifecta.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.ServiceContext;

/** The console as a process: {@code trifecta console}. */
public final class ConsoleApplication implements Application<ConsoleConfig> {
    private static final Logger log = LoggerFactory.getLogger(ConsoleApplication.class);

    @Override
    public String name() {
        return "console";
    }

    @Override
    public String summary() {
        return "shows lines, merging and storage on one live page";
    }

    @Override
    public ConsoleConfig configure(Config config) {
        return ConsoleConfig.read(config);
    }

    @Override
    public int run(ConsoleConfig config, ServiceContext context) throws Exception {
        Console console = context.own("console", Console.start(config, context.clock(), context::fail));
        log.info(
                "console on http://{}:{}, watching {} processes",
                config.address(),
                console.port(),
                config.components().size());
        context.awaitStop();
        return 0;
    }
}
