package trifecta.cli.look;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.store.views.Amount;

/** A book as people read it: YES bids beside YES asks, the best ones first. A NO bid at p is a YES ask at one dollar minus p. */
final class Ladder {
    private static final int DOLLAR_MICROS = 1_000_000;
    private static final String ROW = "  %16s %9s   %-9s %-16s";

    private final List<Rung> bids;
    private final List<Rung> asks;

    private Ladder(List<Rung> bids, List<Rung> asks) {
        this.bids = bids;
        this.asks = asks;
    }

    /** A level in terms of YES. */
    private record Rung(BigDecimal price, BigDecimal size) {}

    static Ladder of(List<Level> levels) {
        return new Ladder(
                side(levels, Side.YES)
                        .sorted(Comparator.comparing(Rung::price).reversed())
                        .toList(),
                side(levels, Side.NO).sorted(Comparator.comparing(Rung::price)).toList());
    }

    private static Stream<Rung> side(List<Level> levels, Side side) {
        return levels.stream()
                .filter(level -> level.side() == side)
                .map(level -> new Rung(
                        Amount.price(side == Side.YES ? level.priceMicros() : DOLLAR_MICROS - level.priceMicros()),
                        Amount.size(level.sizeHundredths())));
    }

    /**
     * The lines of a table.
     *
     * @param depth levels of each side at most
     */
    List<String> lines(int depth) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("yes bids", "price", "price", "yes asks").stripTrailing());
        int rows = Math.min(depth, Math.max(bids.size(), asks.size()));
        for (int i = 0; i < rows; i++) {
            lines.add(ROW.formatted(size(bids, i), price(bids, i), price(asks, i), size(asks, i))
                    .stripTrailing());
        }
        if (bids.isEmpty() && asks.isEmpty()) {
            lines.add(ROW.formatted("empty", "", "", "empty").stripTrailing());
        } else {
            lines.add(
                    ROW.formatted(more(bids, depth), "", "", more(asks, depth)).stripTrailing());
        }
        return lines.getLast().isBlank() ? lines.subList(0, lines.size() - 1) : lines;
    }

    private static String size(List<Rung> side, int i) {
        return i < side.size() ? Amount.grouped(side.get(i).size()) : "";
    }

    private static String price(List<Rung> side, int i) {
        return i < side.size() ? side.get(i).price().toPlainString() : "";
    }

    private static String more(List<Rung> side, int depth) {
        return side.size() > depth ? "%,d more".formatted(side.size() - depth) : "";
    }
}
