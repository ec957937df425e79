package trifecta.benchmarks.parts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import trifecta.benchmarks.Settings;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.cli.up.Ports;
import trifecta.cli.up.VirtualMachine;
import trifecta.service.Config;
import trifecta.service.Launch;
import trifecta.service.Secret;
import trifecta.service.process.Program;
import trifecta.service.process.Supervisor;
import trifecta.service.status.Status;

/** Some processes of the product, wired by hand: as a stack starts them, but only those that a part measures. */
final class Stage implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Secret PASSWORD = Secret.of("bench");

    private final Settings settings;
    private final Path folder;
    private final PostgresSoftware software;
    private final Supervisor supervisor;
    private final Ports ports = new Ports(Map.of());
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, URI> statuses = new LinkedHashMap<>();

    Stage(Settings settings) throws IOException {
        this.settings = settings;
        software = PostgresSoftware.unpacked(settings.cache());
        folder = Files.createTempDirectory("trifecta-bench-");
        supervisor = new Supervisor(folder.resolve("run"), Supervisor.RESTARTS, settings.ticks(), new Deaths());
        Files.createDirectories(folder.resolve("log"));
    }

    private final class Deaths implements Supervisor.Listener {
        @Override
        public void started(String name, long pid) {
            // no news
        }

        @Override
        public void died(String name, int exitCode, Duration restartIn) {
            settings.say(name + " ended with " + exitCode + ", started again");
        }
    }

    Path folder() {
        return folder;
    }

    /** Starts a database server, durable as all of ours, which it asserts. */
    PostgresServer database(String name, PostgresSize size) throws InterruptedException {
        PostgresServer server = new PostgresServer(
                software, name, folder.resolve("postgres").resolve(name), ports.choose(name), PASSWORD, size);
        server.prepare(log(name));
        supervisor.start(server.program(log(name)));
        await(name + " answers", READY_WITHIN, server::ready);
        return server;
    }

    /** Puts the address of a database under the keys of a component. */
    static void address(Map<String, String> config, String prefix, PostgresServer server) {
        config.put(prefix + "url", server.jdbcUrl());
        config.put(prefix + "user", PostgresServer.NAME);
        config.put(prefix + "password", server.password().reveal());
    }

    /** Starts a component with the virtual machine's options of a stack. */
    void component(String component, Map<String, String> config) {
        int port = ports.choose("status " + component);
        statuses.put(component, URI.create("http://127.0.0.1:" + port + "/status"));
        Map<String, String> environment = new LinkedHashMap<>();
        config.forEach((key, value) -> environment.put(Config.environmentVariable(key), value));
        environment.put(Config.environmentVariable(component + ".status-port"), String.valueOf(port));
        supervisor.start(Program.java(
                component,
                VirtualMachine.options(component, component),
                List.of(Launch.class.getName(), component),
                environment,
                log(component)));
    }

    void stop(String process) throws InterruptedException {
        supervisor.stop(process);
    }

    Map<String, Long> pids() {
        return supervisor.pids();
    }

    /** What a component says of itself, if it answers. */
    Optional<Status> status(String component) {
        try {
            return Optional.ofNullable(Status.ask(client, statuses).get(component));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    double number(String component, String field) {
        return status(component).map(status -> status.number(field)).orElse(0.0);
    }

    /** Waits for a condition. */
    void await(String what, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long end = settings.ticks().getAsLong() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (settings.ticks().getAsLong() > end) {
                throw new IllegalStateException(
                        "it did not come within " + atMost.toSeconds() + " s that " + what + lastWords());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    private String lastWords() {
        StringBuilder words = new StringBuilder();
        try (Stream<Path> logs = Files.list(folder.resolve("log"))) {
            for (Path log : logs.sorted().toList()) {
                List<String> lines = Files.readAllLines(log);
                lines.subList(Math.max(0, lines.size() - 3), lines.size())
                        .forEach(line -> words.append('\n')
                                .append(log.getFileName())
                                .append(": ")
                                .append(line));
            }
        } catch (IOException e) {
            words.append("; the logs cannot be read: ").append(e);
        }
        return words.toString();
    }

    private Path log(String process) {
        return folder.resolve("log").resolve(process + ".log");
    }

    @Override
    public void close() {
        supervisor.close();
        client.close();
        Folders.delete(folder);
    }
}
