package trifecta.store.local;

import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.market.LineEvent.SnapshotRole;

/** What a row of {@code events} is. The codes are stored: never renumber them. */
enum RowKind {
    DELTA(1),
    HELD_DELTA(2),
    SNAPSHOT_STARTS(3),
    SNAPSHOT_AGREES(4),
    SNAPSHOT_DISAGREES(5),
    SNAPSHOT_REPLACES(6),
    TRADE(7),
    TICKER(8),
    LIFECYCLE(9),
    CHANNEL_STARTS(10),
    BREAK(11),
    SPANS_END(12),
    KEPT(13),
    HEARTBEAT(14),
    NOTHING(15),
    ASKED(16),
    BOOK_TOLD(17),
    SNAPSHOT_DOUBTS(18);

    private static final RowKind[] BY_CODE = byCode();

    private final int code;

    RowKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RowKind ofCode(int code) {
        if (code < 1 || code >= BY_CODE.length) {
            throw new IllegalStateException("no kind of row has code " + code + ": a newer version wrote it");
        }
        return BY_CODE[code];
    }

    static RowKind of(Body body) {
        return switch (body) {
            case LineEvent.Delta delta -> DELTA;
            case LineEvent.HeldDelta held -> HELD_DELTA;
            case LineEvent.Snapshot snapshot -> of(snapshot.role());
            case LineEvent.TradeSeen trade -> TRADE;
            case LineEvent.TickerSeen ticker -> TICKER;
            case LineEvent.LifecycleSeen lifecycle -> LIFECYCLE;
            case LineEvent.ChannelStarts starts -> CHANNEL_STARTS;
            case LineEvent.Break end -> BREAK;
            case LineEvent.SpansEnd end -> SPANS_END;
            case LineEvent.Kept kept -> KEPT;
            case LineEvent.Heartbeat heartbeat -> HEARTBEAT;
            case LineEvent.Asked asked -> ASKED;
            case LineEvent.BookTold told -> BOOK_TOLD;
            case LineEvent.Nothing nothing -> NOTHING;
        };
    }

    SnapshotRole role() {
        return switch (this) {
            case SNAPSHOT_STARTS -> SnapshotRole.STARTS;
            case SNAPSHOT_AGREES -> SnapshotRole.AGREES;
            case SNAPSHOT_DOUBTS -> SnapshotRole.DOUBTS;
            case SNAPSHOT_DISAGREES -> SnapshotRole.DISAGREES;
            case SNAPSHOT_REPLACES -> SnapshotRole.REPLACES;
            default -> throw new IllegalStateException(this + " is no snapshot");
        };
    }

    private static RowKind of(SnapshotRole role) {
        return switch (role) {
            case STARTS -> SNAPSHOT_STARTS;
            case AGREES -> SNAPSHOT_AGREES;
            case DOUBTS -> SNAPSHOT_DOUBTS;
            case DISAGREES -> SNAPSHOT_DISAGREES;
            case REPLACES -> SNAPSHOT_REPLACES;
        };
    }

    private static RowKind[] byCode() {
        RowKind[] kinds = new RowKind[values().length + 1];
        for (RowKind kind : values()) {
            kinds[kind.code] = kind;
        }
        return kinds;
    }
}
