package trifecta.deduplicator;

import trifecta.deduplicator.ChannelPath.Sameness;
import trifecta.deduplicator.LineState.ChannelStand;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.market.Ticker;
import trifecta.market.Trade;
import trifecta.market.ledger.Subscription;
import trifecta.store.StoreException;
import trifecta.store.production.Loaded;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.LifecycleRow;
import trifecta.store.production.ProductionBatch.TickerRow;
import trifecta.store.production.ProductionBatch.TradeRow;
import trifecta.store.production.ProductionBatch.TradeSource;
import trifecta.store.production.StoredMerge;

/** The merge of what has no book: trades, events of life, tickers. Single-threaded. */
final class Channels {
    /** Tickers remembered so that the three copies are sent to production once. */
    private static final int TICKERS_REMEMBERED = 100_000;

    private final LineState[] lines;
    private final ChannelPath<String> trades;
    private final ChannelPath<Lifecycle> lifecycle;
    private final RecentContents<Ticker> tickers = new RecentContents<>(TICKERS_REMEMBERED);

    private Channels(LineState[] lines) {
        this.lines = lines;
        this.trades = new ChannelPath<>(lines.length, Sameness.IDENTITY);
        this.lifecycle = new ChannelPath<>(lines.length, Sameness.CONTENT);
    }

    /** @param lines where each line stands; kept up to date here */
    static Channels restore(StoredMerge production, LineState[] lines) throws StoreException {
        Channels channels = new Channels(lines);
        for (Loaded.SeenTrade trade : production.recentTrades(ChannelPath.WINDOW)) {
            channels.trades.restore(trade.tradeId(), trade.seq(), trade.exchangeMicros(), trade.receivedAtMicros());
        }
        for (Loaded.SeenLifecycle seen : production.recentLifecycle(ChannelPath.WINDOW)) {
            channels.lifecycle.restore(
                    seen.lifecycle(), seen.seq(), seen.lifecycle().exchangeMicros(), seen.receivedAtMicros());
        }
        for (int line = 0; line < lines.length; line++) {
            restore(channels.trades, line, lines[line].trades);
            restore(channels.lifecycle, line, lines[line].lifecycle);
        }
        return channels;
    }

    private static <K> void restore(ChannelPath<K> path, int line, ChannelStand stand) {
        path.restorePlace(line, stand.place, stand.joining, stand.exceptions);
    }

    void trade(int line, LineEvent event, Trade trade, ProductionBatch batch) {
        trades.accept(line, trade.tradeId(), trade.exchangeMicros(), event.receivedAtMicros())
                .ifPresent(seq -> batch.trades()
                        .add(new TradeRow(seq, trade, TradeSource.WEBSOCKET, line + 1, event.receivedAtMicros())));
    }

    /** A trade that was fetched by REST. */
    void backfilled(TradeRow row, ProductionBatch batch) {
        Trade trade = row.trade();
        if (trades.insert(trade.tradeId(), row.seq(), trade.exchangeMicros(), row.receivedAtMicros())) {
            batch.trades().add(row);
        }
    }

    void lifecycle(int line, LineEvent event, LineEvent.LifecycleSeen seen, ProductionBatch batch) {
        lifecycle
                .accept(line, seen.lifecycle(), seen.lifecycle().exchangeMicros(), event.receivedAtMicros())
                .ifPresent(seq -> batch.lifecycle()
                        .add(new LifecycleRow(seq, seen.lifecycle(), line + 1, event.receivedAtMicros())));
    }

    void ticker(int line, LineEvent event, LineEvent.TickerSeen seen, ProductionBatch batch) {
        if (tickers.add(seen.ticker())) {
            batch.tickers().add(new TickerRow(seen.ticker(), line + 1, event.receivedAtMicros()));
        }
    }

    /** A line has a channel from here on. */
    void starts(int line, String channel, Subscription subscription) {
        switch (channel) {
            case "trade" -> {
                trades.broke(line);
                lines[line].trades.subscription = subscription;
            }
            case "market_lifecycle_v2" -> {
                lifecycle.broke(line);
                lines[line].lifecycle.subscription = subscription;
            }
            default -> {}
        }
    }

    /**
     * What a line has of the channels ends.
     *
     * @param connection 0 for the whole line
     * @param sid 0 for the whole connection
     */
    void end(int line, int connection, int sid) {
        if (ends(lines[line].trades, connection, sid)) {
            trades.broke(line);
        }
        if (ends(lines[line].lifecycle, connection, sid)) {
            lifecycle.broke(line);
        }
    }

    /** A line is read from its beginning again. */
    void readAnew(int line) {
        trades.readAnew(line);
        lifecycle.readAnew(line);
    }

    private static boolean ends(ChannelStand stand, int connection, int sid) {
        Subscription subscription = stand.subscription;
        return subscription != null
                && (connection == 0 || subscription.connection() == connection)
                && (sid == 0 || subscription.sid() == sid);
    }

    /** Writes into a line's state where it stands now. */
    void note(int line) {
        note(lines[line].trades, trades, line);
        note(lines[line].lifecycle, lifecycle, line);
    }

    private static <K> void note(ChannelStand stand, ChannelPath<K> path, int line) {
        stand.place = path.place(line);
        stand.joining = path.isJoining(line);
        stand.exceptions = path.exceptions(line);
    }
}
