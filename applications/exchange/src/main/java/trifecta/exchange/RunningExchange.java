package trifecta.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;
import trifecta.service.status.Counters;

/** An exchange with its thread and its socket, built of a configuration. */
final class RunningExchange {
    private static final long ANSWER_SECONDS_MAX = 5;

    private final Exchange exchange;
    private final Sequencer sequencer;
    private final ExchangeServer server;
    private final String startedAt;

    private RunningExchange(Exchange exchange, Sequencer sequencer, ExchangeServer server, String startedAt) {
        this.exchange = exchange;
        this.sequencer = sequencer;
        this.server = server;
        this.startedAt = startedAt;
    }

    /** Starts everything; the context closes it. */
    static RunningExchange start(ExchangeConfig config, ServiceContext context) throws InterruptedException {
        AccessKeys keys = AccessKeys.load(config.keys());
        Counters<Counts> counters = new Counters<>(Counts.class);
        Source source = source(config, counters);
        long now = Clocks.micros(context.clock().instant());
        ExchangeRecord record = context.own(
                "exchange record", ExchangeRecord.create(config.record(), now, source.description(), keys.count()));
        Exchange exchange = new Exchange(
                source,
                record,
                counters,
                config.limits(),
                keys.count(),
                config.faults(),
                config.settledKeptMicros(),
                config.simulation().seed());
        // closed in reverse: the sequencer says goodbye to everyone while the sockets are still there
        ExchangeServer server = context.own("exchange socket", new ExchangeServer());
        Sequencer sequencer = context.own("sequencer", Sequencer.start(exchange, context.clock(), context::fail));
        RestDesk rest = new RestDesk(exchange.catalogue(), config.historicalAfterMicros());
        Gate gate = new Gate(sequencer, keys, rest, config.limits().restTokensPerSecond());
        server.listen(config.host(), config.port(), gate);
        return new RunningExchange(
                exchange, sequencer, server, context.clock().instant().toString());
    }

    private static Source source(ExchangeConfig config, Counters<Counts> counters) {
        return config.frames()
                .<Source>map(folder -> new CaptureSource(folder, config.replay(), config.linesAwaited(), counters))
                .orElseGet(() -> new SimulatedSource(config.simulation(), config.linesAwaited()));
    }

    int port() {
        return server.port();
    }

    long emitted() {
        return exchange.counters().value(Counts.EMITTED);
    }

    /** The status with what only the process knows. */
    Map<String, Object> status(double emittedPerSecond) {
        Map<String, Object> status = new LinkedHashMap<>(answer(exchange::status));
        status.put("startedAt", startedAt);
        status.put("port", server.port());
        status.put("emittedPerSecond", emittedPerSecond);
        status.put("counters", exchange.counters().values());
        return status;
    }

    /** Plans a fault as told by a neighbour on this machine. */
    Map<String, Object> fault(Map<String, String> parameters) {
        Map<String, String> rest = new LinkedHashMap<>(parameters);
        String name = rest.remove("name");
        String value = rest.remove("value");
        try {
            FaultRule rule = FaultRule.of(name == null ? "" : name, value == null ? "" : value, rest);
            return answer(() -> {
                exchange.plan(rule, sequencer.nowMicros());
                return Map.of("planned", rule.toString());
            });
        } catch (IllegalArgumentException e) {
            throw new OperatingException("plan a fault", String.valueOf(e.getMessage()), "");
        }
    }

    private <T> T answer(Supplier<T> question) {
        try {
            return sequencer.ask(question).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatingException("ask the exchange", "interrupted", "", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException argument) {
                throw argument;
            }
            throw new OperatingException("ask the exchange", String.valueOf(e.getCause()), "", e);
        } catch (TimeoutException e) {
            throw new OperatingException("ask the exchange", "no answer in time", "is it stopping?", e);
        }
    }
}
