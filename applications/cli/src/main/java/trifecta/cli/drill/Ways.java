package trifecta.cli.drill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;

/** A way that can fail between every two processes of a stack that talk over the network. */
final class Ways implements AutoCloseable {
    private static final String DATABASE = "jdbc:postgresql://127.0.0.1:%d/" + PostgresServer.NAME;

    private final Map<String, FaultyWay> ways = new LinkedHashMap<>();

    Ways() {
        for (int line = 1; line <= StackSettings.LINES; line++) {
            ways.put(toExchange(line), new FaultyWay());
            ways.put(toLocal(line), new FaultyWay());
            ways.put(toLine(line), new FaultyWay());
        }
        ways.put(toProduction(), new FaultyWay());
        ways.put(toCursors(), new FaultyWay());
    }

    /** From a gatherer to the exchange. */
    static String toExchange(int line) {
        return "gatherer " + line + " - exchange";
    }

    /** From a gatherer to its database. */
    static String toLocal(int line) {
        return "gatherer " + line + " - its database";
    }

    /** From the deduplicators to a gatherer's database. */
    static String toLine(int line) {
        return "deduplicators - line " + line;
    }

    /** From the deduplicators to production. */
    static String toProduction() {
        return "deduplicators - production";
    }

    /** From the gatherers to production. */
    static String toCursors() {
        return "gatherers - production";
    }

    List<String> names() {
        return List.copyOf(ways.keySet());
    }

    FaultyWay way(String name) {
        FaultyWay way = ways.get(name);
        if (way == null) {
            throw new IllegalArgumentException("no way " + name + " among " + ways.keySet());
        }
        return way;
    }

    /** What the processes of a stack are told so that they take these ways. */
    Map<String, Map<String, String>> overrides() {
        Map<String, Map<String, String>> overrides = new LinkedHashMap<>();
        Map<String, String> deduplicators = new LinkedHashMap<>();
        for (int line = 1; line <= StackSettings.LINES; line++) {
            int exchange = way(toExchange(line)).port();
            overrides.put(
                    Stack.gatherer(line),
                    Map.of(
                            "gatherer.websocket-url",
                            "ws://127.0.0.1:" + exchange + "/trade-api/ws/v2",
                            "gatherer.rest-url",
                            "http://127.0.0.1:" + exchange + "/trade-api/v2",
                            "gatherer.database-url",
                            DATABASE.formatted(way(toLocal(line)).port()),
                            "gatherer.production-url",
                            DATABASE.formatted(way(toCursors()).port())));
            deduplicators.put(
                    "deduplicator.line." + line + ".url",
                    DATABASE.formatted(way(toLine(line)).port()));
        }
        deduplicators.put(
                "deduplicator.production.url",
                DATABASE.formatted(way(toProduction()).port()));
        overrides.put(Stack.DEDUPLICATOR, deduplicators);
        return overrides;
    }

    /** The stack has its ports: the ways lead there. */
    void lead(Stack stack) {
        for (int line = 1; line <= StackSettings.LINES; line++) {
            int database = stack.database(Stack.gatherer(line)).port();
            way(toExchange(line)).leadsTo(stack.places().exchange());
            way(toLocal(line)).leadsTo(database);
            way(toLine(line)).leadsTo(database);
        }
        int production = stack.database(Stack.PRODUCTION).port();
        way(toProduction()).leadsTo(production);
        way(toCursors()).leadsTo(production);
    }

    /** All behave again. */
    void heal() {
        ways.values().forEach(way -> way.behave(new FaultyWay.Manner.Passing()));
    }

    @Override
    public void close() {
        ways.values().forEach(FaultyWay::close);
    }
}
