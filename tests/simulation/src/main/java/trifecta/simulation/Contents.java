package trifecta.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.ledger.LedgerChanges;
import trifecta.market.ledger.LedgerChanges.SpanBegun;
import trifecta.market.ledger.LedgerChanges.SpanEnded;
import trifecta.market.ledger.LedgerChanges.SpanVerified;
import trifecta.market.ledger.LedgerChanges.StretchState;
import trifecta.store.LineCursor;
import trifecta.store.production.Loaded;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.CursorMove;
import trifecta.store.production.ProductionBatch.LifecycleRow;
import trifecta.store.production.ProductionBatch.Mark;
import trifecta.store.production.ProductionBatch.MarketState;
import trifecta.store.production.ProductionBatch.Quarantined;
import trifecta.store.production.ProductionBatch.RowPlace;
import trifecta.store.production.ProductionBatch.RowRange;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionBatch.TradeRow;

/** What production has after some commits: the tables of the schema, as far as a merge or a question about completeness reads them. */
final class Contents {
    private long head;
    private final Map<Integer, Loaded.Line> lines = new TreeMap<>();
    private final Map<String, NavigableMap<Long, Loaded.Row>> paths = new TreeMap<>();
    private final Map<String, MarketState> states = new TreeMap<>();
    private final Map<String, TradeRow> trades = new LinkedHashMap<>();
    private final List<LifecycleRow> lifecycle = new ArrayList<>();
    private final Map<Long, StretchState> stretches = new TreeMap<>();
    private final Map<Long, SpanBegun> spans = new TreeMap<>();
    private final Map<Long, SpanEnded> ends = new HashMap<>();
    private final Map<Long, SpanVerified> verified = new HashMap<>();
    private final List<Quarantined> quarantine = new ArrayList<>();

    /**
     * A line says that everything of a market within these times is received and merged.
     *
     * @param toMicros exclusive
     */
    record Claim(int line, long fromMicros, long toMicros) {}

    long head() {
        return head;
    }

    NavigableMap<Long, Loaded.Row> path(String market) {
        return paths.getOrDefault(market, new TreeMap<>());
    }

    Map<String, TradeRow> trades() {
        return trades;
    }

    List<LifecycleRow> lifecycle() {
        return lifecycle;
    }

    List<Quarantined> quarantine() {
        return quarantine;
    }

    LineCursor cursor(int line) {
        Loaded.Line known = lines.get(line);
        return known == null ? LineCursor.START : known.cursor();
    }

    /** Whether all cursors are where a batch takes them from. */
    boolean isWhere(ProductionBatch batch) {
        for (CursorMove move : batch.moves()) {
            LineCursor present = cursor(move.line());
            if (!present.position().equals(move.from().position())
                    || present.anchor() != move.from().anchor()) {
                return false;
            }
        }
        return true;
    }

    Loaded.State state() {
        Map<String, byte[]> markets = new TreeMap<>();
        states.forEach((market, state) -> markets.put(market, state.state()));
        return new Loaded.State(
                head,
                new TreeMap<>(lines),
                markets,
                trades.values().stream().mapToLong(TradeRow::seq).max().orElse(0),
                lifecycle.stream().mapToLong(LifecycleRow::seq).max().orElse(0),
                stretches.values().stream()
                        .filter(stretch -> stretch.reason() == null)
                        .toList(),
                Math.max(
                        stretches.keySet().stream()
                                .mapToLong(each -> each)
                                .max()
                                .orElse(0),
                        spans.keySet().stream().mapToLong(each -> each).max().orElse(0)));
    }

    void apply(ProductionBatch batch) {
        head++;
        batch.moves().forEach(move -> lines.put(move.line(), new Loaded.Line(move.to(), move.state())));
        batch.voided().forEach(this::takeOut);
        batch.bookRows().forEach(this::insert);
        for (RunHead run : batch.runsOpened()) {
            change(run.market(), run.seq(), row -> marked(row, true, run.baseHash(), flags(row)));
        }
        for (RowPlace closed : batch.runsStitched()) {
            change(closed.market(), closed.seq(), row -> marked(row, false, 0, flags(row)));
        }
        for (RowRange range : batch.disputed()) {
            path(range.market())
                    .subMap(range.fromSeq(), true, range.toSeq(), true)
                    .replaceAll((seq, row) -> marked(
                            row, row.opensRun(), row.baseHash(), new Mark("", seq, row.verified(), true, row.ended())));
        }
        for (Mark mark : batch.marks()) {
            change(mark.market(), mark.seq(), row -> marked(row, row.opensRun(), row.baseHash(), mark));
        }
        batch.states().forEach(state -> states.put(state.market(), state));
        batch.trades().forEach(row -> trades.putIfAbsent(row.trade().tradeId(), row));
        lifecycle.addAll(batch.lifecycle());
        quarantine.addAll(batch.quarantined());
        write(batch.ledger());
    }

    private void write(LedgerChanges ledger) {
        ledger.stretches().forEach(stretch -> stretches.put(stretch.stretch(), stretch));
        ledger.begun().forEach(span -> {
            if (spans.put(span.span(), span) != null) {
                throw new IllegalStateException("the span " + span + " was there");
            }
        });
        ledger.verified().forEach(span -> verified.put(span.span(), span));
        ledger.ended().forEach(span -> ends.put(span.span(), span));
    }

    private void takeOut(RowPlace place) {
        if (path(place.market()).remove(place.seq()) == null) {
            throw new IllegalStateException("to be voided and not stored: " + place);
        }
    }

    private void insert(BookRow row) {
        BookChange change = row.replaced()
                ? new BookChange(
                        row.change().exchangeMicros(),
                        Side.ofBit(0),
                        0,
                        0,
                        0,
                        row.change().bookHash())
                : row.change();
        Loaded.Row stored = new Loaded.Row(
                row.seq(), row.replaced(), change, row.line(), row.receivedAtMicros(), false, 0, false, false, false);
        if (paths.computeIfAbsent(row.market(), market -> new TreeMap<>()).put(row.seq(), stored) != null) {
            throw new IllegalStateException("a row was there: " + row);
        }
    }

    private void change(String market, long seq, java.util.function.UnaryOperator<Loaded.Row> to) {
        path(market).computeIfPresent(seq, (key, row) -> to.apply(row));
    }

    private static Mark flags(Loaded.Row row) {
        return new Mark("", row.seq(), row.verified(), row.disputed(), row.ended());
    }

    private static Loaded.Row marked(Loaded.Row row, boolean opensRun, long baseHash, Mark mark) {
        return new Loaded.Row(
                row.seq(),
                row.replaced(),
                row.change(),
                row.line(),
                row.receivedAtMicros(),
                opensRun,
                baseHash,
                mark.verified(),
                mark.disputed(),
                mark.ended());
    }

    String described() {
        StringBuilder text = new StringBuilder("STATE");
        states.forEach((market, state) -> text.append('\n')
                .append(market)
                .append(" pending since ")
                .append(java.util.Arrays.toString(state.pendingSinceMicros())));
        spans.values()
                .forEach(span -> text.append('\n')
                        .append(span)
                        .append(' ')
                        .append(ends.get(span.span()))
                        .append(' ')
                        .append(stretches.get(span.stretch())));
        quarantine.forEach(row -> text.append('\n').append(row));
        return text.toString();
    }

    /** What the lines claim of a market, as the view {@code store.claims} says it. */
    List<Claim> claims(String market) {
        List<Claim> claims = new ArrayList<>();
        Map<Integer, NavigableSet<Long>> begins = new HashMap<>();
        spans.values().stream()
                .filter(span -> span.market().equals(market))
                .forEach(span -> begins.computeIfAbsent(span.line(), line -> new TreeSet<>())
                        .add(span.fromMicros()));
        MarketState state = states.get(market);
        for (SpanBegun span : spans.values()) {
            StretchState stretch = stretches.get(span.stretch());
            if (!span.market().equals(market) || stretch == null) {
                continue;
            }
            SpanEnded end = ends.get(span.span());
            long to = end == null ? stretch.toMicros() : end.toMicros();
            long[] pending = state == null ? null : state.pendingSinceMicros();
            if (pending != null && pending[span.line()] != Times.ABSENT) {
                to = Math.min(to, pending[span.line()]);
            }
            @Nullable Long following = begins.getOrDefault(span.line(), new TreeSet<>()).higher(span.fromMicros());
            if (following != null) {
                to = Math.min(to, following);
            }
            long from = span.fromMicros() + stretch.marginMicros();
            if (to != Times.ABSENT && from < to) {
                claims.add(new Claim(span.line(), from, to));
            }
        }
        return claims;
    }
}
