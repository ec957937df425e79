package trifecta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.FrameEncoder.Form;
import trifecta.protocol.FrameEncoder.Stamps;

/** Frames in the shapes that the exchange documents, in both directions. */
class GoldenFramesTest {
    private static final String ID = "d91bc706-ee49-470d-82d8-11418bda6fed";
    private static final long TIME = micros("2026-08-05T11:45:36.560000Z");

    private final FrameDecoder decoder = new FrameDecoder();

    @Test
    void currentDelta() {
        assertThat(decode("""
                        {"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"FED-23DEC-T3.00",
                        "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","price_dollars":"0.9600","delta_fp":"-54.00",
                        "side":"yes","ts":"2026-08-05T11:45:36.56Z","ts_ms":1785930336560}}"""))
                .isEqualTo(new Frame(
                        new Envelope("orderbook_delta", Envelope.ABSENT, 2, 3),
                        new Message.Delta("FED-23DEC-T3.00", TIME, Side.YES, 960_000, -5400)));
    }

    @Test
    void deltaWithoutTimesWithFractionsOfCentsAndContracts() {
        assertThat(message("""
                        {"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"M","price_dollars":"0.005",
                        "delta_fp":"31.54","side":"no"}}""")).isEqualTo(new Message.Delta("M", Times.ABSENT, Side.NO, 5000, 3154));
    }

    @Test
    void deltaWithMillisecondsAlone() {
        assertThat(message("""
                        {"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"M","price_dollars":"0.0500",
                        "delta_fp":"1.00","side":"no","ts_ms":1785930336560}}""")).isEqualTo(new Message.Delta("M", TIME, Side.NO, 50_000, 100));
    }

    @Test
    void legacyDelta() {
        assertThat(message("""
                        {"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"FED-23DEC-T3.00","price":96,
                        "delta":-54,"side":"yes","ts":"2026-08-05T11:45:36Z"}}"""))
                .isEqualTo(
                        new Message.Delta("FED-23DEC-T3.00", micros("2026-08-05T11:45:36Z"), Side.YES, 960_000, -5400));
    }

    @Test
    void currentSnapshotWithLevelsInTheOrderOfBooks() {
        assertThat(decode("""
                        {"type":"orderbook_snapshot","sid":2,"seq":1,"msg":{"market_ticker":"M","market_id":"x",
                        "yes_dollars_fp":[["0.0800","300.00"],["0.2200","333.50"]],"no_dollars_fp":[["0.5400","20.00"]]}}"""))
                .isEqualTo(new Frame(
                        new Envelope("orderbook_snapshot", Envelope.ABSENT, 2, 1),
                        new Message.Snapshot(
                                "M",
                                List.of(
                                        new Level(Side.NO, 540_000, 2000),
                                        new Level(Side.YES, 80_000, 30_000),
                                        new Level(Side.YES, 220_000, 33_350)),
                                Times.ABSENT)));
    }

    @Test
    void snapshotWithoutSidesIsAnEmptyBook() {
        assertThat(message("""
                        {"type":"orderbook_snapshot","sid":1,"seq":9,"msg":{"market_ticker":"M","market_id":"x"}}""")).isEqualTo(new Message.Snapshot("M", List.of(), Times.ABSENT));
    }

    @Test
    void legacySnapshotsOfBothGenerations() {
        Message.Snapshot expected = new Message.Snapshot(
                "M", List.of(new Level(Side.NO, 540_000, 2000), new Level(Side.YES, 80_000, 30_000)), Times.ABSENT);
        assertThat(message("""
                        {"type":"orderbook_snapshot","sid":2,"seq":1,"msg":{"market_ticker":"M","yes":[[8,300]],"no":[[54,20]]}}""")).isEqualTo(expected);
        assertThat(message("""
                        {"type":"orderbook_snapshot","sid":2,"seq":1,"msg":{"market_ticker":"M","yes":[[9,301]],
                        "yes_dollars":[["0.080",300]],"no_dollars":[["0.540",20]]}}""")).isEqualTo(expected);
    }

    @Test
    void currentTrade() {
        assertThat(message("""
                        {"type":"trade","sid":11,"seq":7,"msg":{"trade_id":"D91BC706-EE49-470D-82D8-11418BDA6FED",
                        "market_ticker":"HIGHNY-22DEC23-B53.5","yes_price_dollars":"0.3600","no_price_dollars":"0.6400",
                        "count_fp":"136.25","taker_side":"no","taker_outcome_side":"no","taker_book_side":"ask",
                        "is_block_trade":true,"ts":1785930336,"ts_ms":1785930336560}}"""))
                .isEqualTo(new Message.Trade(
                        new Trade(ID, "HIGHNY-22DEC23-B53.5", TIME, 360_000, 640_000, 13_625, Side.NO, "ask", true)));
    }

    @Test
    void legacyTradeWithoutSequenceNumber() {
        assertThat(decode("""
                        {"type":"trade","sid":11,"msg":{"trade_id":"d91bc706-ee49-470d-82d8-11418bda6fed","market_ticker":"M",
                        "yes_price":36,"no_price":64,"count":136,"taker_side":"no","ts":1785930336}}"""))
                .isEqualTo(new Frame(
                        new Envelope("trade", Envelope.ABSENT, 11, Envelope.ABSENT),
                        new Message.Trade(new Trade(
                                ID,
                                "M",
                                micros("2026-08-05T11:45:36Z"),
                                360_000,
                                640_000,
                                13_600,
                                Side.NO,
                                null,
                                false))));
    }

    @Test
    void currentTicker() {
        assertThat(message("""
                        {"type":"ticker","sid":4,"msg":{"market_ticker":"M","market_id":"x","price_dollars":"0.4800",
                        "yes_bid_dollars":"0.4500","yes_ask_dollars":"0.5300","volume_fp":"33896.00","open_interest_fp":"20422.50",
                        "dollar_volume":16948,"dollar_open_interest":10211,"yes_bid_size_fp":"300.00","yes_ask_size_fp":"150.00",
                        "last_trade_size_fp":"25.00","ts":1785930336,"ts_ms":1785930336560,"time":"2026-08-05T11:45:36.56Z"}}""")).isEqualTo(new Message.Ticker(ticker()));
    }

    @Test
    void legacyTickerLacksWhatItLacks() {
        assertThat(message("""
                        {"type":"ticker","sid":4,"msg":{"market_ticker":"M","price":48,"yes_bid":45,"yes_ask":53,"volume":33896,
                        "open_interest":20422,"dollar_volume":16948,"dollar_open_interest":10211,"ts":1785930336}}"""))
                .isEqualTo(new Message.Ticker(new Ticker(
                        "M",
                        micros("2026-08-05T11:45:36Z"),
                        480_000,
                        450_000,
                        530_000,
                        3_389_600,
                        2_042_200,
                        16_948_000_000L,
                        10_211_000_000L,
                        Ticker.ABSENT,
                        Ticker.ABSENT,
                        Ticker.ABSENT)));
    }

    @Test
    void lifecycleKeepsAllFieldsSorted() {
        assertThat(message("""
                        {"type":"market_lifecycle_v2","sid":5,"seq":2,"msg":{"market_ticker":"M","event_type":"determined",
                        "result":"yes","determination_ts":1785930336, "additional_metadata":{"title":"A \\"b\\"","rules":["x",1.50]}}}"""))
                .isEqualTo(new Message.LifecycleChange(new Lifecycle(
                        "market_lifecycle_v2",
                        "M",
                        "determined",
                        micros("2026-08-05T11:45:36Z"),
                        "{\"additional_metadata\":{\"rules\":[\"x\",1.50],\"title\":\"A \\\"b\\\"\"},\"determination_ts\":1785930336,"
                                + "\"event_type\":\"determined\",\"market_ticker\":\"M\",\"result\":\"yes\"}")));
    }

    @Test
    void eventsHaveTheirTypeAsEventType() {
        assertThat(message("""
                        {"type":"event_lifecycle","sid":5,"seq":3,"msg":{"event_ticker":"E","title":"t"}}"""))
                .isEqualTo(new Message.LifecycleChange(new Lifecycle(
                        "event_lifecycle",
                        "E",
                        "event_lifecycle",
                        Times.ABSENT,
                        "{\"event_ticker\":\"E\",\"title\":\"t\"}")));
    }

    @Test
    void answers() {
        assertThat(decode("{\"id\":1,\"type\":\"subscribed\",\"msg\":{\"channel\":\"orderbook_delta\",\"sid\":7}}"))
                .isEqualTo(new Frame(
                        new Envelope("subscribed", 1, Envelope.ABSENT, Envelope.ABSENT),
                        new Message.Subscribed("orderbook_delta", 7)));
        Frame ok = new Frame(new Envelope("ok", 123, 456, 222), new Message.Ok(List.of("A", "B")));
        assertThat(
                        decode(
                                "{\"id\":123,\"sid\":456,\"seq\":222,\"type\":\"ok\",\"msg\":{\"market_tickers\":[\"A\",\"B\"]}}"))
                .isEqualTo(ok);
        assertThat(decode("{\"id\":123,\"sid\":456,\"seq\":222,\"type\":\"ok\",\"market_tickers\":[\"A\",\"B\"]}"))
                .isEqualTo(ok);
        assertThat(
                        message(
                                "{\"id\":3,\"type\":\"ok\",\"msg\":[{\"channel\":\"trade\",\"sid\":1},{\"channel\":\"ticker\",\"sid\":2}]}"))
                .isEqualTo(new Message.Subscriptions(
                        List.of(new Message.Subscribed("trade", 1), new Message.Subscribed("ticker", 2))));
        assertThat(decode("{\"id\":102,\"sid\":2,\"seq\":7,\"type\":\"unsubscribed\"}"))
                .isEqualTo(new Frame(new Envelope("unsubscribed", 102, 2, 7), new Message.Unsubscribed()));
        assertThat(decode("{\"id\":123,\"type\":\"error\",\"msg\":{\"code\":6,\"msg\":\"Already subscribed\"}}"))
                .isEqualTo(new Frame(
                        new Envelope("error", 123, Envelope.ABSENT, Envelope.ABSENT),
                        new Message.Failure(6, "Already subscribed", null)));
        assertThat(
                        message(
                                "{\"sid\":1,\"seq\":9,\"type\":\"error\",\"msg\":{\"code\":25,\"msg\":\"slow\",\"market_ticker\":\"M\"}}"))
                .isEqualTo(new Message.Failure(25, "slow", "M"));
    }

    @Test
    void encodedDelta() {
        Message delta = new Message.Delta("M", TIME, Side.YES, 965_000, -5450);
        assertThat(text(new FrameEncoder(), 2, 3, delta))
                .matches("\\{\"type\":\"orderbook_delta\",\"sid\":2,\"seq\":3,\"msg\":\\{\"market_ticker\":\"M\","
                        + "\"market_id\":\"[0-9a-f-]{36}\",\"price_dollars\":\"0.9650\",\"delta_fp\":\"-54.50\",\"side\":\"yes\","
                        + "\"ts\":\"2026-08-05T11:45:36.56Z\",\"ts_ms\":1785930336560}}");
        assertThat(text(new FrameEncoder(Form.CURRENT, Stamps.MILLIS), 2, 3, delta))
                .doesNotContain("\"ts\"")
                .contains("\"ts_ms\":1785930336560");
        assertThat(text(new FrameEncoder(Form.CURRENT, Stamps.NONE), 2, 3, delta))
                .doesNotContain("ts");
        assertThat(text(
                        new FrameEncoder(Form.LEGACY, Stamps.MICROS),
                        2,
                        3,
                        new Message.Delta("M", TIME, Side.NO, 960_000, -5400)))
                .contains("\"price\":96,\"delta\":-54,\"side\":\"no\"");
    }

    @Test
    void encodedFramesDecodeToWhatWasEncoded() {
        Trade trade = new Trade(ID, "M", TIME, 360_000, 640_000, 13_625, Side.NO, "ask", true);
        List<Message> messages = List.of(
                new Message.Delta("MA", TIME + 1, Side.NO, 1, -1),
                new Message.Delta("M", micros("1969-12-31T23:59:59.999999Z"), Side.YES, 1_000_000, 5),
                new Message.Snapshot(
                        "M", List.of(new Level(Side.NO, 540_000, 2000), new Level(Side.YES, 1, 33_350)), Times.ABSENT),
                new Message.Snapshot("M", List.of(), Times.ABSENT),
                new Message.Trade(trade),
                new Message.Ticker(ticker()),
                new Message.LifecycleChange(new Lifecycle(
                        "event_lifecycle", "E", "event_lifecycle", Times.ABSENT, "{\"event_ticker\":\"E\"}")),
                new Message.Subscribed("trade", 4),
                new Message.Ok(List.of("A", "B")),
                new Message.Ok(List.of()),
                new Message.Subscriptions(List.of(new Message.Subscribed("trade", 4))),
                new Message.Unsubscribed(),
                new Message.Failure(11, "caf\u00e9 \"x\" \\ \ud83d\ude00", "M"));
        for (Form form : Form.values()) {
            FrameEncoder encoder = new FrameEncoder(form, Stamps.MICROS);
            for (Message message : messages) {
                byte[] frame = encoder.encode(5, 6, Long.MAX_VALUE / 10, message);
                assertThat(decoder.decode(frame, 0, frame.length))
                        .as(new String(frame, StandardCharsets.UTF_8))
                        .isEqualTo(new Frame(
                                new Envelope(FrameEncoder.type(message), 5, 6, Long.MAX_VALUE / 10),
                                form == Form.LEGACY && message instanceof Message.Trade
                                        ? new Message.Trade(
                                                new Trade(ID, "M", TIME, 360_000, 640_000, 13_625, Side.NO, null, true))
                                        : message));
            }
        }
    }

    private static Ticker ticker() {
        return new Ticker(
                "M",
                TIME,
                480_000,
                450_000,
                530_000,
                3_389_600,
                2_042_250,
                16_948_000_000L,
                10_211_000_000L,
                30_000,
                15_000,
                2500);
    }

    private Frame decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length);
    }

    private Message message(String text) {
        return decode(text).message();
    }

    private static String text(FrameEncoder encoder, int sid, long seq, Message message) {
        return new String(encoder.encode(Envelope.ABSENT, sid, seq, message), StandardCharsets.UTF_8);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
