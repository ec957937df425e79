package trifecta.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The faults that can be injected, with the parameters that each takes beside its line and its time. */
enum FaultKind {
    /** A connection is closed: {@code how=rst} loses what is on its way, {@code how=orderly} does not; {@code which=all} of the line. */
    CUT("how", "which"),
    /** Nothing is written or read on a connection for a while. */
    STALL("seconds", "which"),
    /** The next messages of a subscription are withheld, their numbers used up. */
    HOLE("count", "channel"),
    /** The next messages of a subscription vanish without a trace in its numbers. */
    DROP("count", "channel"),
    /** A channel error: the subscription ends. */
    ERROR10("channel"),
    /** The next command of a connection times out. */
    ERROR18(),
    /** The next messages of a subscription are lost, then it ends as if the client had been too slow. */
    ERROR25("count", "channel"),
    /** A subscription of this line holds at most so many markets. */
    ERROR26("limit"),
    /** The next command of a connection is one too many. */
    ERROR27(),
    /** The numbers of a subscription begin anew at 1, on an open connection. */
    RESTART("channel"),
    /** The next messages of a subscription are sent twice, byte by byte the same. */
    REPEAT("count", "channel"),
    /** The next messages of a subscription are cut in the middle; their numbers can be read. */
    GARBLE("count", "channel"),
    /** Before the next messages of a subscription others of an unknown type are sent, numbered like them. */
    NOISE("count", "channel"),
    /** The next snapshots of a subscription show books older than the changes that were sent already. */
    STALE("count"),
    /** A connection goes dead without a word: neither pings nor data, and nothing that comes on it is heard. */
    HALFOPEN("which"),
    /** A connection gets data and no pings for a while. */
    UNPINGED("seconds", "which"),
    /** Changes of unlike markets within so short a time come in the other order on a subscription. */
    ORDER("count", "within"),
    /** The next messages of a subscription tell another time, as its value says. */
    TIME("count", "channel", "offset"),
    /** A client counts as too slow for a while: what is meant for it is lost, then its subscriptions end with error 25. */
    SLOW("seconds", "which"),
    /** The key of a line is good for nothing for a while: its connections end, and none is let in. */
    REVOKE("seconds"),
    /** The next answers of REST meet a trouble, as its value says. */
    REST("count", "path", "retry", "seconds"),
    /** How the deltas of the line are stamped from now on. */
    STAMPS("offset");

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> parameters;

    FaultKind(String... parameters) {
        this.parameters = List.of(parameters);
    }

    List<String> parameters() {
        return parameters;
    }

    /** Whether it says how things are from the beginning, rather than what happens to the events that a source tells. */
    boolean isSetting() {
        return this == STAMPS || this == ERROR26;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    static FaultKind ofWord(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called '" + word + "'; there are "
                        + Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "))));
    }
}
