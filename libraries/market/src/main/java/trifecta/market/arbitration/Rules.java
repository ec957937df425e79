package trifecta.market.arbitration;

/** The rules of one market, each a class; they call each other, since one line's step can settle another's. */
final class Rules {
    private final NextRow nextRow;
    private final PendingRows pendingRows;
    private final Joining joining;
    private final Meeting meeting;
    private final Snapshots snapshots;
    private final SpanEnd spanEnd;
    private final Win win;
    private final Gaps gaps;
    private final Unstamped unstamped;
    private final UnstampedTail unstampedTail;

    Rules(Bench bench, Limits limits) {
        this.nextRow = new NextRow(bench, this, limits);
        this.pendingRows = new PendingRows(bench, this);
        this.joining = new Joining(bench, this);
        this.meeting = new Meeting(bench, this);
        this.snapshots = new Snapshots(bench, this);
        this.spanEnd = new SpanEnd(bench, this);
        this.win = new Win(bench, this);
        ContentMatch match = new ContentMatch(bench.chain());
        this.gaps = new Gaps(bench);
        this.unstamped = new Unstamped(bench, this, match);
        this.unstampedTail = new UnstampedTail(bench, this, match);
    }

    NextRow nextRow() {
        return nextRow;
    }

    PendingRows pendingRows() {
        return pendingRows;
    }

    Joining joining() {
        return joining;
    }

    Meeting meeting() {
        return meeting;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    SpanEnd spanEnd() {
        return spanEnd;
    }

    Win win() {
        return win;
    }

    Gaps gaps() {
        return gaps;
    }

    Unstamped unstamped() {
        return unstamped;
    }

    UnstampedTail unstampedTail() {
        return unstampedTail;
    }
}
