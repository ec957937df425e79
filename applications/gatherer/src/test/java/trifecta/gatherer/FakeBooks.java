package trifecta.gatherer;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import trifecta.market.Book;
import trifecta.market.Lifecycle;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.Envelope;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** The fake exchange's books, subscriptions and truth. Every method holds the one lock. */
final class FakeBooks {
    /** Deltas that were made, per market and in order. */
    final Map<String, List<Message.Delta>> truth = new TreeMap<>();

    final List<String> trades = new ArrayList<>();
    final List<String> commands = new ArrayList<>();
    private final FrameEncoder encoder = new FrameEncoder();
    private final Map<String, Book> books = new TreeMap<>();
    private final Map<String, Listed> listed = new TreeMap<>();
    private final Map<Channel, Map<Integer, Subscription>> connections = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<Channel, Integer> lastSids = new HashMap<>();
    private final Set<Channel> silent = new LinkedHashSet<>();
    private int marketLimit = Integer.MAX_VALUE;
    private long micros = 1_790_000_000_000_000L;
    private int skipNumbers;

    /** What REST shows of a market. */
    private static final class Listed {
        final long createdSecond = Instant.now().getEpochSecond();
        final boolean combo;
        long settledSecond;

        Listed(boolean combo) {
            this.combo = combo;
        }
    }

    private static final class Subscription {
        final int sid;
        final String channel;
        final Set<String> markets = new LinkedHashSet<>();
        long seq;

        Subscription(int sid, String channel) {
            this.sid = sid;
            this.channel = channel;
        }
    }

    synchronized void open(String... tickers) {
        for (String ticker : tickers) {
            books.put(ticker, new Book());
            truth.put(ticker, new ArrayList<>());
            listed.putIfAbsent(ticker, new Listed(false));
        }
    }

    /** A combination of markets. */
    synchronized void openCombo(String ticker) {
        listed.put(ticker, new Listed(true));
        open(ticker);
    }

    /** The market is over, and nobody is told. */
    synchronized void settleSilently(String ticker) {
        Listed over = listed.get(ticker);
        if (over != null) {
            over.settledSecond = Instant.now().getEpochSecond();
        }
    }

    /** REST does not show the market any more, and nobody is told. */
    synchronized void forget(String ticker) {
        listed.remove(ticker);
    }

    /**
     * A page with all markets that REST is asked for.
     *
     * @param parameter gives the value of a parameter, empty where it is not set
     */
    synchronized List<String> page(UnaryOperator<String> parameter) {
        List<String> page = new ArrayList<>();
        listed.forEach((ticker, market) -> {
            boolean over = market.settledSecond > 0;
            boolean wanted = switch (parameter.apply("status")) {
                case "open" -> !over;
                case "settled" -> over && market.settledSecond >= second(parameter, "min_settled_ts");
                case "" -> true;
                default -> false;
            };
            boolean combosToo = !parameter.apply("mve_filter").equals("exclude");
            if (wanted && (combosToo || !market.combo) && market.createdSecond >= second(parameter, "min_created_ts")) {
                page.add("{\"ticker\":\"" + ticker + "\",\"event_ticker\":\"E\",\"status\":\""
                        + (over ? "finalized" : "active") + "\"}");
            }
        });
        return page;
    }

    private static long second(UnaryOperator<String> parameter, String name) {
        String value = parameter.apply(name);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    synchronized void limitMarkets(int most) {
        marketLimit = most;
    }

    /** The next delta's number will be missing this many before it, and the messages with it. */
    synchronized void skip(int numbers) {
        skipNumbers = numbers;
    }

    /** A random change of one market, sent to all that subscribed to it. */
    synchronized void change(String ticker) {
        Book book = book(ticker);
        Side side = Side.ofBit(random.nextInt(2));
        int price = (1 + random.nextInt(20)) * 10_000;
        long size = book.size(side, price);
        long delta = size > 0 && random.nextBoolean() ? -1 - random.nextLong(size) : 1 + random.nextLong(5000);
        book.add(side, price, delta);
        micros += 1 + random.nextInt(500);
        Message.Delta message = new Message.Delta(ticker, micros, side, price, delta);
        truth.computeIfAbsent(ticker, unknown -> new ArrayList<>()).add(message);
        broadcast("orderbook_delta", ticker, message);
    }

    synchronized void changes(int count) {
        List<String> tickers = List.copyOf(books.keySet());
        for (int i = 0; i < count; i++) {
            change(tickers.get(random.nextInt(tickers.size())));
        }
    }

    /** The market closes: its book is empty. */
    synchronized void clear(String ticker) {
        book(ticker).replace(List.of());
        broadcast("orderbook_delta", ticker, new Message.Snapshot(ticker, List.of(), Times.ABSENT));
    }

    synchronized void trade(String ticker) {
        String id = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        trades.add(id);
        Trade trade = new Trade(id, ticker, micros / 1000 * 1000, 560_000, 440_000, 100, Side.YES, "bid", false);
        broadcast("trade", "", new Message.Trade(trade));
    }

    synchronized void announce(String ticker, String eventType) {
        announce("market_lifecycle_v2", ticker, eventType);
    }

    synchronized void announce(String channel, String ticker, String eventType) {
        open(ticker);
        broadcast(
                channel,
                "",
                new Message.LifecycleChange(new Lifecycle(
                        channel,
                        ticker,
                        eventType,
                        Times.ABSENT,
                        "{\"event_type\":\"" + eventType + "\",\"market_ticker\":\"" + ticker + "\"}")));
    }

    /** Tells every order-book subscription that it is over. */
    synchronized void fail(int code) {
        connections.forEach((channel, subscriptions) -> {
            List<Subscription> over = subscriptions.values().stream()
                    .filter(one -> one.channel.equals("orderbook_delta"))
                    .toList();
            for (Subscription one : over) {
                send(channel, Envelope.ABSENT, one.sid, ++one.seq, new Message.Failure(code, "over", null));
                subscriptions.remove(one.sid);
            }
        });
    }

    synchronized void cutAll() {
        for (Channel channel : List.copyOf(connections.keySet())) {
            var _ = channel.close();
        }
    }

    /** The connections that there are say and hear nothing any more, and stay open. */
    synchronized void fallSilent() {
        silent.addAll(connections.keySet());
        connections.keySet().removeAll(silent);
    }

    synchronized boolean isSilent(Channel channel) {
        return silent.contains(channel);
    }

    synchronized void gone(Channel channel) {
        silent.remove(channel);
        connections.remove(channel);
        lastSids.remove(channel);
    }

    synchronized int subscribedMarkets() {
        return connections.values().stream()
                .flatMap(each -> each.values().stream())
                .mapToInt(one -> one.markets.size())
                .sum();
    }

    synchronized boolean isSubscribed(String ticker) {
        return connections.values().stream()
                .flatMap(each -> each.values().stream())
                .anyMatch(one -> one.channel.equals("orderbook_delta") && one.markets.contains(ticker));
    }

    synchronized int bookSubscriptions() {
        return (int) connections.values().stream()
                .flatMap(each -> each.values().stream())
                .filter(one -> one.channel.equals("orderbook_delta"))
                .count();
    }

    synchronized int connections() {
        return connections.size();
    }

    synchronized long said(String part) {
        return commands.stream().filter(one -> one.contains(part)).count();
    }

    synchronized void command(Channel channel, byte[] bytes) {
        if (silent.contains(channel)) {
            return;
        }
        Map<Integer, Subscription> mine = connections.computeIfAbsent(channel, unknown -> new LinkedHashMap<>());
        commands.add(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        switch (CommandCodec.decode(bytes, 0, bytes.length)) {
            case Command.Subscribe subscribe -> subscribe(channel, mine, subscribe);
            case Command.Update update -> update(channel, mine, update);
            case Command.Unsubscribe unsubscribe -> {
                for (int sid : unsubscribe.sids()) {
                    Subscription one = mine.remove(sid);
                    if (one != null) {
                        send(channel, unsubscribe.id(), sid, ++one.seq, new Message.Unsubscribed());
                    }
                }
            }
            case Command.ListSubscriptions list -> {
                List<Message.Subscribed> all = new ArrayList<>();
                mine.values().forEach(one -> all.add(new Message.Subscribed(one.channel, one.sid)));
                send(channel, list.id(), -1, -1, new Message.Subscriptions(all));
            }
            case Command.Invalid invalid ->
                send(channel, invalid.id(), -1, -1, new Message.Failure(invalid.errorCode(), invalid.reason(), null));
        }
    }

    private void subscribe(Channel channel, Map<Integer, Subscription> mine, Command.Subscribe subscribe) {
        if (subscribe.markets().size() > marketLimit) {
            send(channel, subscribe.id(), -1, -1, new Message.Failure(26, "market limit exceeded", null));
            return;
        }
        int sid = lastSids.merge(channel, 1, Integer::sum);
        Subscription one = new Subscription(sid, subscribe.channels().getFirst());
        mine.put(sid, one);
        send(channel, subscribe.id(), -1, -1, new Message.Subscribed(one.channel, sid));
        one.markets.addAll(subscribe.markets());
        subscribe.markets().forEach(ticker -> snapshot(channel, one, ticker));
    }

    private void update(Channel channel, Map<Integer, Subscription> mine, Command.Update update) {
        Subscription one = mine.get(update.sid());
        if (one == null) {
            send(channel, update.id(), -1, -1, new Message.Failure(7, "unknown sid", null));
            return;
        }
        switch (update.action()) {
            case ADD_MARKETS -> {
                if (one.markets.size() + update.markets().size() > marketLimit) {
                    send(
                            channel,
                            update.id(),
                            one.sid,
                            ++one.seq,
                            new Message.Failure(26, "market limit exceeded", null));
                    return;
                }
                one.markets.addAll(update.markets());
                send(channel, update.id(), one.sid, ++one.seq, new Message.Ok(List.copyOf(one.markets)));
                update.markets().forEach(ticker -> snapshot(channel, one, ticker));
            }
            case DELETE_MARKETS -> {
                update.markets().forEach(one.markets::remove);
                send(channel, update.id(), one.sid, ++one.seq, new Message.Ok(List.copyOf(one.markets)));
            }
            case GET_SNAPSHOT -> update.markets().forEach(ticker -> snapshot(channel, one, ticker));
        }
    }

    private void snapshot(Channel channel, Subscription one, String ticker) {
        send(
                channel,
                Envelope.ABSENT,
                one.sid,
                ++one.seq,
                new Message.Snapshot(ticker, book(ticker).content(), Times.ABSENT));
    }

    private void broadcast(String name, String ticker, Message message) {
        connections.forEach((channel, subscriptions) -> {
            for (Subscription one : subscriptions.values()) {
                if (one.channel.equals(name) && (ticker.isEmpty() || one.markets.contains(ticker))) {
                    one.seq += 1 + skipNumbers;
                    send(channel, Envelope.ABSENT, one.sid, one.seq, message);
                    skipNumbers = 0;
                }
            }
        });
    }

    private void send(Channel channel, long id, int sid, long seq, Message message) {
        byte[] frame = encoder.encode(id, sid, seq, message);
        var _ = channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(frame)));
    }

    private Book book(String ticker) {
        return books.computeIfAbsent(ticker, unknown -> new Book());
    }
}
