package trifecta.store.production;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent.Prologue;
import trifecta.market.Side;
import trifecta.market.ledger.LedgerChannel;
import trifecta.market.ledger.LineLedger;
import trifecta.market.ledger.Subscription;

/**
 * One line's life by seed: it subscribes, loses its connection, loses numbered messages, gets snapshots again, verifies; and what of
 * all that it really received, in places of events.
 */
final class LineStory {
    private static final double SUBSCRIBES = 0.1;
    private static final double CUT = 0.01;
    private static final double HOLE = 0.015;
    private static final double SHOWN = 0.3;
    private static final double VERIFIES = 0.05;

    private final SplittableRandom random;
    private final LineLedger ledger;
    private final List<String> markets;
    private final BitSet received = new BitSet();
    /** Events that lie between two others of an unbroken stretch, behind the snapshot of their market. */
    private final BitSet enclosed = new BitSet();

    private final Map<String, List<Integer>> held = new HashMap<>();
    private final Map<String, List<Integer>> inSpan = new HashMap<>();
    private Subscription subscription = new Subscription(0, 0);
    private boolean isUp;
    private int lossesLeft;
    private boolean holeDue;

    LineStory(int line, List<String> markets, SplittableRandom random, LongSupplier numbers) {
        this.random = random;
        this.markets = markets;
        this.ledger = new LineLedger(line, numbers);
    }

    /** The line has seen times run backwards by so much, on a subscription before all others. */
    void learnsBackwards(long micros, long at) {
        Subscription first = new Subscription(1_000_000, 1);
        ledger.starts(first, "before " + markets.getFirst(), List.of(), false);
        List<String> _ = ledger.heard(first.connection(), first.sid(), LedgerChannel.ORDERBOOK, at + micros);
        List<String> _ = ledger.heard(first.connection(), first.sid(), LedgerChannel.ORDERBOOK, at);
        List<String> _ = ledger.breaks(first.connection(), first.sid(), BreakReason.CUT, false);
    }

    LineLedger ledger() {
        return ledger;
    }

    BitSet received() {
        return received;
    }

    BitSet enclosed() {
        return enclosed;
    }

    /** What the line makes of an event of the exchange. */
    void takes(int place, String market, long micros) {
        if (!isUp && random.nextDouble() < SUBSCRIBES) {
            subscribe();
        }
        if (!isUp) {
            return;
        }
        if (random.nextDouble() < CUT) {
            ends();
            List<String> _ = ledger.breaks(subscription.connection(), 0, BreakReason.CUT, false);
            isUp = false;
            return;
        }
        if (lossesLeft > 0 || random.nextDouble() < HOLE) {
            lossesLeft = lossesLeft > 0 ? lossesLeft - 1 : random.nextInt(4);
            holeDue = true;
            return;
        }
        if (holeDue) {
            holeDue = false;
            ends();
            List<String> _ =
                    ledger.breaks(subscription.connection(), subscription.sid(), BreakReason.SEQUENCE_GAP, true);
            markets.forEach(each -> held.put(each, new ArrayList<>()));
        }
        hears(place, market, micros);
    }

    private void subscribe() {
        subscription = new Subscription(subscription.connection() + 1, random.nextInt(1, 3));
        isUp = true;
        holeDue = false;
        lossesLeft = 0;
        for (String market : markets) {
            ledger.starts(subscription, market, List.of(), false);
            inSpan.put(market, new ArrayList<>());
        }
    }

    private void hears(int place, String market, long micros) {
        List<String> _ = ledger.heard(subscription.connection(), subscription.sid(), LedgerChannel.ORDERBOOK, micros);
        List<Integer> waiting = held.get(market);
        if (waiting == null) {
            received.set(place);
            inSpan.computeIfAbsent(market, any -> new ArrayList<>()).add(place);
        } else {
            ledger.held(subscription, market);
            waiting.add(place);
        }
        for (String each : markets) {
            List<Integer> undone = held.get(each);
            if (undone != null && random.nextDouble() < SHOWN) {
                ledger.starts(subscription, each, prologue(undone.size()), false);
                undone.forEach(received::set);
                inSpan.put(each, new ArrayList<>(undone));
                held.remove(each);
            } else if (undone == null && random.nextDouble() < VERIFIES) {
                ledger.asked(subscription, List.of(each));
                ledger.verified(each, false);
            }
        }
    }

    /** Of each span the first and the last event may lie on its edges. */
    private void ends() {
        inSpan.values().forEach(places -> {
            for (int i = 1; i < places.size() - 1; i++) {
                enclosed.set(places.get(i));
            }
        });
        inSpan.clear();
        held.clear();
    }

    private static List<Prologue> prologue(int changes) {
        List<Prologue> prologue = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            prologue.add(new Prologue(i, 0, new BookChange(0, Side.YES, 500_000, 100, 100, 7)));
        }
        return prologue;
    }
}
