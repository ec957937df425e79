package trifecta.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import trifecta.service.status.Status;

/**
 * All that the page shows: the lanes with their history, and what follows from them. Each {@link #tick} settles one second.
 * Single-threaded; the time is an argument.
 */
final class Overview {
    /** What the lanes show. */
    static final int WINDOW_SECONDS = 300;

    private final Instant startedAt;
    private final List<Lane> lines;
    private final Optional<Lane> merged;
    private final Optional<Lane> exchange;
    private final Map<String, Instant> alertedSince = new HashMap<>();
    private Storage storage = Storage.UNKNOWN;

    Overview(Collection<Component> components, Instant startedAt) {
        this.startedAt = startedAt;
        this.lines = lanes(components, Component.Role.GATHERER).toList();
        this.merged = lanes(components, Component.Role.DEDUPLICATOR).findFirst();
        this.exchange = lanes(components, Component.Role.EXCHANGE).findFirst();
    }

    private static Stream<Lane> lanes(Collection<Component> components, Component.Role role) {
        return components.stream()
                .filter(component -> component.role() == role)
                .map(component -> Lane.of(component, WINDOW_SECONDS));
    }

    /** All processes under watch. */
    List<Lane> lanes() {
        List<Lane> all = new ArrayList<>(lines);
        merged.ifPresent(all::add);
        exchange.ifPresent(all::add);
        return all;
    }

    /** What lies on the disk, as last measured. */
    void storage(Storage measured) {
        storage = measured;
    }

    /** Settles the second that ends now, from what the watches were told. */
    void tick(Instant now) {
        lanes().forEach(lane -> lane.measure(now));
        long flowing = lines.stream().filter(Lane::flows).count();
        for (Lane line : lines) {
            OptionalLong lag =
                    AlertRules.lineOf(scene().merge(), line.component().line()).count("lagMillis");
            boolean merging = merged.map(Lane::answers).orElse(false);
            line.conclude(
                    now,
                    flowing > (line.flows() ? 1 : 0),
                    List.of(merging && line.answers() ? lag : OptionalLong.empty()));
        }
        boolean dry = !lines.isEmpty() && scene().linesLive() == 0; // then nothing merged is no idle market
        merged.ifPresent(lane -> lane.conclude(now, flowing > 0 || dry, latency(lane)));
        exchange.ifPresent(lane -> lane.conclude(now, false, List.of()));
        remember(now);
    }

    private static List<OptionalLong> latency(Lane merged) {
        if (!merged.answers()) {
            return List.of(OptionalLong.empty(), OptionalLong.empty());
        }
        Status latency = merged.status().object("latencyMillis");
        return List.of(latency.count("p50"), latency.count("p99"));
    }

    private void remember(Instant now) {
        List<String> keys = alerts().stream().map(Alert::key).toList();
        alertedSince.keySet().retainAll(keys);
        keys.forEach(key -> alertedSince.putIfAbsent(key, now));
    }

    Scene scene() {
        return new Scene(lines, merged, exchange, storage);
    }

    Verdict verdict() {
        return Verdict.of(scene());
    }

    List<Alert> alerts() {
        return AlertRules.of(scene());
    }

    /** Since when an alert holds. */
    Instant since(Alert alert) {
        return alertedSince.getOrDefault(alert.key(), startedAt);
    }

    Instant startedAt() {
        return startedAt;
    }
}
