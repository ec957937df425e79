package trifecta.cli.up;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;
import trifecta.service.status.Json;

/**
 * What runs where, as {@code up.json} in the data folder tells it to {@code trifecta status} and {@code trifecta url}, and to the next
 * start, which takes the same ports. Holds no secrets.
 *
 * @param source what is captured, in words
 * @param kind of source, {@link Source#kind}; a folder holds the data of one kind. Empty in a folder of an earlier version
 * @param databases ports of the database servers by name, {@code production} and {@code gatherer-1} ...
 * @param statuses ports of the processes' status by process name
 * @param console the console's port, 0 without one
 * @param exchange the built-in exchange's port, 0 without one
 */
public record StackDescription(
        String source,
        String kind,
        Map<String, Integer> databases,
        Map<String, Integer> statuses,
        int console,
        int exchange) {
    /** What stands in a data folder. */
    public static Optional<StackDescription> read(Path data) {
        Path file = DataFolder.of(data).description();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> json = Json.readObject(Files.readString(file));
            return Optional.of(new StackDescription(
                    String.valueOf(json.get("source")),
                    json.get("kind") instanceof String kind ? kind : "",
                    ports(json.get("databases")),
                    ports(json.get("statuses")),
                    number(json.get("console")),
                    number(json.get("exchange"))));
        } catch (IOException e) {
            throw new OperatingException("read " + file, e.getMessage() + "", "it is made anew by `trifecta up`", e);
        }
    }

    /** Where a process tells its status. */
    public URI status(String process) {
        return status(statuses.getOrDefault(process, 0));
    }

    /** Where each process tells its status, the console too. */
    Map<String, URI> addresses() {
        Map<String, URI> addresses = new LinkedHashMap<>();
        statuses.forEach((name, port) -> addresses.put(name, status(port)));
        if (console != 0) {
            addresses.put(Stack.CONSOLE, status(console));
        }
        return addresses;
    }

    private static URI status(int port) {
        return URI.create("http://127.0.0.1:" + port + "/status");
    }

    /** Refuses a source that does not go with what the folder holds. */
    void accept(Source wanted, Path data) {
        if (!kind.isEmpty() && !kind.equals(wanted.kind())) {
            throw new OperatingException(
                    "capture the " + wanted.words() + " into " + data,
                    "this folder holds the data of another source: " + source,
                    "choose another folder with --data");
        }
    }

    void write(Path data) {
        Path file = DataFolder.of(data).description();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", source);
        json.put("kind", kind);
        json.put("databases", databases);
        json.put("statuses", statuses);
        json.put("console", console);
        json.put("exchange", exchange);
        try {
            Path fresh = file.resolveSibling("up.json.new");
            Files.writeString(fresh, Json.writeIndented(json) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperatingException("write " + file, FileTrouble.words(e), "", e);
        }
    }

    /** All ports by a name of their own, for the next start. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        databases.forEach((name, port) -> ports.put("database " + name, port));
        statuses.forEach((name, port) -> ports.put("status " + name, port));
        if (exchange != 0) {
            ports.put("exchange", exchange);
        }
        return ports;
    }

    private static Map<String, Integer> ports(@Nullable Object json) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, port) -> ports.put(String.valueOf(name), number(port)));
        }
        return ports;
    }

    private static int number(@Nullable Object json) {
        return json instanceof Number number ? number.intValue() : 0;
    }
}
