package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import trifecta.service.status.Status;

/**
 * One lane of the page: a process under watch, its last five minutes and what happened to it. Each second first every lane is
 * {@link #measure measured}, then every lane {@link #conclude concludes}, knowing whether anything flowed elsewhere.
 * Single-threaded.
 */
final class Lane {
    /** A process that was never live may still be starting; after this it is down. */
    static final Duration START_MAX = Duration.ofSeconds(60);

    /** So many seconds with nothing, while something comes through elsewhere, are no coincidence. */
    static final int SILENT_SECONDS = 4;

    private final Component component;
    private final Judge judge;
    private final RateMeter meter;
    private final List<Watch> watches;
    private final SampleRing ring;
    private final IncidentLog incidents;

    private Presence presence = new Presence.Unseen();
    private Status status = Status.EMPTY;
    private Status judged = Status.EMPTY;
    private Finding finding = new Finding(Condition.UNSEEN, "");
    private OptionalDouble perSecond = OptionalDouble.empty();
    private Instant goodUntil = Instant.EPOCH;
    private Instant firstAt = Instant.EPOCH;
    private int silentSeconds;
    private boolean standbyMissing;

    private Lane(Component component, Judge judge, RateMeter meter, int seconds) {
        this.component = component;
        this.judge = judge;
        this.meter = meter;
        this.watches = component.statuses().stream().map(Watch::new).toList();
        this.ring = new SampleRing(seconds);
        this.incidents = new IncidentLog(component);
    }

    /** The lane that belongs to a process. */
    static Lane of(Component component, int seconds) {
        return switch (component.role()) {
            case GATHERER ->
                new Lane(component, new LineJudge(), new RateMeter("messages", "messagesPerSecond"), seconds);
            case DEDUPLICATOR ->
                new Lane(component, new MergeJudge(), new RateMeter("merged", "mergedPerSecond"), seconds);
            case EXCHANGE ->
                new Lane(component, new ExchangeJudge(), new RateMeter("emitted", "emittedPerSecond"), seconds);
        };
    }

    /** Takes what the watch knows by now. */
    void measure(Instant now) {
        presence = Presence.ofLeader(
                watches.stream().map(watch -> watch.presence(now)).toList());
        boolean started = !firstAt.equals(Instant.EPOCH) && !now.isBefore(firstAt.plus(START_MAX));
        standbyMissing = answers()
                && watches.stream()
                        .anyMatch(watch ->
                                watch.presence(now) instanceof Presence.Down && (started || watch.everAnswered()));
        if (presence instanceof Presence.Answering answering) {
            if (!answering.status().equals(status)) {
                status = answering.status();
                perSecond = meter.accept(status);
            }
        } else {
            perSecond = OptionalDouble.empty();
            meter.forget();
        }
    }

    /** Whether anything came through in this second. */
    boolean flows() {
        return perSecond.orElse(0) > 0;
    }

    /**
     * Settles the second's condition and keeps its sample.
     *
     * @param expected whether something should come through, because it does elsewhere
     * @param measures what to keep beside the rate, see {@link Sample}
     */
    void conclude(Instant now, boolean expected, List<OptionalLong> measures) {
        boolean nothing = perSecond.isPresent() && !flows();
        silentSeconds = nothing && expected ? silentSeconds + 1 : 0;
        if (goodUntil.equals(Instant.EPOCH)) {
            goodUntil = now;
            firstAt = now;
        }
        finding = find(now);
        incidents.accept(now, finding, goodUntil);
        if (finding.condition() == Condition.LIVE) {
            goodUntil = now;
        }
        ring.add(new Sample(now, perSecond, measures));
    }

    private Finding find(Instant now) {
        return switch (presence) {
            case Presence.Unseen() -> new Finding(Condition.UNSEEN, "waiting for its first answer");
            case Presence.Down(Instant _, String reason) -> {
                boolean starting = inFirstStart() && now.isBefore(firstAt.plus(START_MAX));
                yield new Finding(starting ? Condition.UNSEEN : Condition.DOWN, reason);
            }
            case Presence.Answering(Status answer) -> {
                Finding found = judge.judge(judged, answer);
                judged = answer;
                yield found.condition() == Condition.LIVE && silentSeconds >= SILENT_SECONDS
                        ? new Finding(Condition.SILENT, judge.silence())
                        : found;
            }
        };
    }

    Component component() {
        return component;
    }

    /** One for each process. */
    List<Watch> watches() {
        return watches;
    }

    /** Whether it works, and a process that should stand by does not answer. */
    boolean isStandbyMissing() {
        return standbyMissing;
    }

    /** The newest status; the last one given when the process is down, empty when it never answered. */
    Status status() {
        return status;
    }

    Finding finding() {
        return finding;
    }

    boolean live() {
        return finding.condition() == Condition.LIVE;
    }

    /** Whether the process answers, whatever it says. */
    boolean answers() {
        return presence instanceof Presence.Answering;
    }

    OptionalDouble perSecond() {
        return perSecond;
    }

    List<Sample> samples() {
        return ring.samples();
    }

    List<Incident> incidents() {
        return incidents.all();
    }

    /** Whether it was never live yet, which is no trouble while it starts. */
    boolean inFirstStart() {
        return !incidents.everLive();
    }

    Optional<Incident> ongoing() {
        return incidents.ongoing();
    }
}
