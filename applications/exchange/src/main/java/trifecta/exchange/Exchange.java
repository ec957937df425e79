package trifecta.exchange;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import trifecta.service.status.Counters;

/** The whole exchange behind its sockets: one turn after another, in one thread. */
final class Exchange {
    private static final int COMMAND_BYTES_MAX = 4 * 1024 * 1024;

    private final Source source;
    private final ExchangeRecord record;
    private final Counters<Counts> counters;
    private final List<Line> lines;
    private final Catalogue catalogue;
    private final Connections connections;
    private final Publisher publisher;
    private final CommandDesk desk;
    private final SubscriptionCare care;
    private final Faults faults;
    private final RestFaults restFaults = new RestFaults();
    /** Faults that happen in the source's time, until that runs. */
    private final List<FaultRule> rulesDeferred = new ArrayList<>();

    /**
     * @param lineCount keys that are known
     * @param rules faults that are planned from the beginning
     * @param settledKeptMicros a settled market is forgotten after so long
     * @param seed of the faults
     */
    Exchange(
            Source source,
            ExchangeRecord record,
            Counters<Counts> counters,
            ExchangeLimits limits,
            int lineCount,
            List<FaultRule> rules,
            long settledKeptMicros,
            long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.source = source;
        this.record = record;
        this.counters = counters;
        this.catalogue = new Catalogue(counters, settledKeptMicros);
        this.lines = IntStream.rangeClosed(1, lineCount).mapToObj(Line::new).toList();
        this.connections = new Connections(record, counters, limits);
        this.publisher = new Publisher(catalogue, connections, record, counters, random.split());
        Answers answers = new Answers(counters);
        this.desk = new CommandDesk(catalogue, connections, record, counters, limits, answers);
        this.care = new SubscriptionCare(connections, publisher, record, counters, answers);
        this.faults = new Faults(lines, connections, publisher, care, record, restFaults, random.split());
        this.rulesDeferred.addAll(rules);
    }

    static int commandBytesMax() {
        return COMMAND_BYTES_MAX;
    }

    Counters<Counts> counters() {
        return counters;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    RestFaults restFaults() {
        return restFaults;
    }

    /**
     * @param number from 1
     */
    Line line(int number) {
        return lines.get(number - 1);
    }

    int lineCount() {
        return lines.size();
    }

    void open(long nowMicros) {
        publisher.turn(nowMicros);
        source.open(nowMicros, publisher);
        planWhere(rule -> rule.kind().isSetting(), nowMicros);
    }

    private void planWhere(Predicate<FaultRule> wanted, long nowMicros) {
        List<FaultRule> due = rulesDeferred.stream().filter(wanted).toList();
        rulesDeferred.removeAll(due);
        due.forEach(rule -> plan(rule, nowMicros));
    }

    /**
     * Does what is due.
     *
     * @return microseconds until the source wants another turn
     */
    long turn(long nowMicros) {
        publisher.turn(nowMicros);
        long wait = source.advance(nowMicros, publisher);
        publisher.settle();
        if (!rulesDeferred.isEmpty() && source.hasBegun()) {
            planWhere(any -> true, nowMicros);
        }
        faults.turn(nowMicros);
        boolean more = care.turn(nowMicros);
        catalogue.forgetSettled(nowMicros);
        connections.tend(publisher.index(), nowMicros);
        connections.flush();
        record.flushIfDue(nowMicros);
        return more ? 0 : wait;
    }

    /** Says goodbye to everyone. */
    void closeConnections() {
        for (Connection each : List.copyOf(connections.all())) {
            connections.closeOrderly(each, "the exchange stops", publisher.index());
        }
    }

    boolean everyoneIsGone() {
        return connections.everyoneIsGone();
    }

    /** Closes the record. */
    void end(long nowMicros) {
        record.end(publisher.index(), nowMicros);
        record.close();
    }

    /**
     * @throws IllegalArgumentException for a line that does not exist
     */
    void plan(FaultRule rule, long nowMicros) {
        rule.checkLine(lines.size());
        faults.plan(rule, nowMicros);
    }

    Connection connected(int line, Channel channel, long nowMicros) {
        return connections.open(lines.get(line - 1), channel, publisher.index(), nowMicros);
    }

    void disconnected(Connection connection, String reason, long nowMicros) {
        connections.gone(connection, reason, publisher.index(), nowMicros);
    }

    void command(Connection from, byte[] bytes, long nowMicros) {
        if (from.isHalfOpen()) {
            return;
        }
        desk.take(from, bytes, publisher.index(), nowMicros);
    }

    void ponged(Connection connection, long nowMicros) {
        if (connection.isHalfOpen()) {
            return;
        }
        connection.ponged(nowMicros).ifPresent(index -> record.ponged(index, nowMicros, connection));
    }

    /** What people and the console want to see. */
    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("component", "exchange");
        status.put("state", source.state());
        status.put("source", source.description());
        status.put("emitted", publisher.index());
        status.putAll(source.figures());
        status.put("markets", (long) catalogue.markets().size());
        List<Map<String, Object>> open = new ArrayList<>();
        for (Connection each : connections.all()) {
            open.add(Map.of(
                    "line", each.line().number(),
                    "connection", each.number(),
                    "subscriptions", each.subscriptions().size(),
                    "sent", each.sent(),
                    "queuedBytes", each.outbox().pendingBytes()));
        }
        status.put("connections", open);
        Map<String, Object> counted = new LinkedHashMap<>();
        faults.happened().forEach((kind, count) -> counted.put(kind.word(), count));
        status.put("faults", counted);
        List<String> missing = new ArrayList<>();
        rulesDeferred.forEach(rule -> missing.add(rule.toString()));
        missing.addAll(faults.missing());
        status.put("faultsMissing", missing);
        status.put("record", record.file().toString());
        return status;
    }
}
