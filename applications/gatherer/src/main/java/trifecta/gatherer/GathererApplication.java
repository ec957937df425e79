package trifecta.gatherer;

import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.ExitCode;
import trifecta.service.ServiceContext;

/** The process that captures one line: {@code trifecta gatherer}. */
public final class GathererApplication implements Application<GathererConfig> {
    @Override
    public String name() {
        return "gatherer";
    }

    @Override
    public String summary() {
        return "captures one line: exchange to journal to the line's own database";
    }

    @Override
    public GathererConfig configure(Config config) {
        return GathererConfig.read(config);
    }

    @Override
    public int run(GathererConfig config, ServiceContext context) throws InterruptedException {
        new Gatherer(config, context).run();
        return ExitCode.OK;
    }
}
