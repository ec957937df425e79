package trifecta.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Makes frames as text: all types and generations, fields in any order, blanks, unknown fields, and now and then a bad value. */
final class FrameTexts {
    private static final List<String> TYPES =
            List.of("orderbook_delta", "orderbook_delta", "trade", "ticker", "orderbook_snapshot");

    private final Random random;

    FrameTexts(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        String type = pick(TYPES);
        List<String> envelope = new ArrayList<>();
        envelope.add(field("type", '"' + type + '"'));
        envelope.add(field("sid", Integer.toString(random.nextInt(1000))));
        if (random.nextInt(10) > 0) {
            envelope.add(field("seq", Long.toString(random.nextLong(1L << 40))));
        }
        List<String> msg = switch (type) {
            case "trade" -> trade();
            case "ticker" -> ticker();
            case "orderbook_snapshot" -> snapshot();
            default -> delta();
        };
        if (random.nextInt(20) == 0) {
            msg.remove(random.nextInt(msg.size()));
        }
        envelope.add(field("msg", object(msg)));
        return object(envelope);
    }

    private List<String> delta() {
        List<String> fields = market();
        fields.add(field("side", pick(List.of("\"yes\"", "\"no\"", random.nextInt(30) == 0 ? "\"maybe\"" : "\"no\""))));
        price(fields, "price_dollars", "price");
        count(fields, "delta_fp", "delta", random.nextBoolean());
        switch (random.nextInt(6)) {
            case 0 -> fields.add(field("ts", Long.toString(1_786_000_000L + random.nextInt(1_000_000))));
            case 1 -> {}
            default -> {
                fields.add(field("ts", time()));
                fields.add(field("ts_ms", Long.toString(1_786_000_000_000L + random.nextInt(1_000_000_000))));
            }
        }
        return fields;
    }

    private List<String> trade() {
        List<String> fields = market();
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        fields.add(
                field("trade_id", '"' + (random.nextInt(20) == 0 ? id.toUpperCase(java.util.Locale.ROOT) : id) + '"'));
        price(fields, "yes_price_dollars", "yes_price");
        if (random.nextInt(10) > 0) {
            price(fields, "no_price_dollars", "no_price");
        }
        count(fields, "count_fp", "count", false);
        fields.add(field("taker_side", pick(List.of("\"yes\"", "\"no\"", "null", "\"\""))));
        if (random.nextBoolean()) {
            fields.add(field("taker_outcome_side", pick(List.of("\"yes\"", "\"no\"", "null"))));
            fields.add(field("taker_book_side", pick(List.of("\"bid\"", "\"ask\"", "\"\""))));
            fields.add(field("is_block_trade", pick(List.of("true", "false", "null"))));
        }
        fields.add(field("ts", Long.toString(1_786_000_000L + random.nextInt(1_000_000))));
        if (random.nextBoolean()) {
            fields.add(field("ts_ms", Long.toString(1_786_000_000_000L + random.nextInt(1_000_000_000))));
        }
        return fields;
    }

    private List<String> ticker() {
        List<String> fields = market();
        price(fields, "price_dollars", "price");
        price(fields, "yes_bid_dollars", "yes_bid");
        price(fields, "yes_ask_dollars", "yes_ask");
        count(fields, "volume_fp", "volume", false);
        count(fields, "open_interest_fp", "open_interest", false);
        fields.add(field("dollar_volume", Integer.toString(random.nextInt(1_000_000))));
        fields.add(field("dollar_open_interest", pick(List.of("null", "12", "\"12.5\"", "\"\""))));
        count(fields, "yes_bid_size_fp", "yes_bid_size_fp", false);
        if (random.nextBoolean()) {
            fields.add(field("time", time()));
        } else {
            fields.add(field("ts_ms", Long.toString(random.nextLong(1L << 41))));
        }
        return fields;
    }

    private List<String> snapshot() {
        List<String> fields = market();
        for (String side : List.of("yes", "no")) {
            int generation = random.nextInt(4);
            boolean cents = generation == 0;
            if (generation < 3) {
                List<String> levels = new ArrayList<>();
                for (int price = random.nextInt(30); price <= 100; price += 1 + random.nextInt(40)) {
                    String text =
                            cents ? Integer.toString(price) : String.format("\"%d.%02d00\"", price / 100, price % 100);
                    String size =
                            generation == 2 ? '"' + contracts(false) + '"' : Integer.toString(random.nextInt(5000));
                    levels.add('[' + blank() + text + ',' + blank() + size + ']');
                }
                if (random.nextInt(5) == 0) {
                    Collections.shuffle(levels, random);
                }
                fields.add(field(
                        side + List.of("", "_dollars", "_dollars_fp").get(generation),
                        "[" + String.join(",", levels) + "]"));
            }
        }
        return fields;
    }

    private List<String> market() {
        List<String> fields = new ArrayList<>();
        fields.add(field("market_ticker", "\"KXGOLD15M-26AUG0508" + random.nextInt(100) + "-00\""));
        fields.add(field("market_id", '"' + new UUID(random.nextLong(), random.nextLong()).toString() + '"'));
        return fields;
    }

    private void price(List<String> fields, String dollars, String cents) {
        String bad = pick(List.of("0.5600001", "-0.01", "1.000001", "1e-1", "", "0x1", "99999999999999999999999"));
        String good = pick(List.of(
                String.format("0.%02d00", random.nextInt(100)),
                String.format("0.%04d", random.nextInt(10_000)),
                String.format("0.%06d000", random.nextInt(1_000_000)),
                "1.0000",
                "0.56"));
        switch (random.nextInt(8)) {
            case 0 -> fields.add(field(cents, Integer.toString(random.nextInt(101))));
            case 1 -> {
                fields.add(field(cents, Integer.toString(random.nextInt(101))));
                fields.add(field(dollars, '"' + good + '"'));
            }
            case 2 -> fields.add(field(dollars, good));
            default -> fields.add(field(dollars, '"' + (random.nextInt(30) == 0 ? bad : good) + '"'));
        }
    }

    private void count(List<String> fields, String current, String legacy, boolean signed) {
        if (random.nextInt(8) == 0 && !current.equals(legacy)) {
            fields.add(field(legacy, (signed ? "-" : "") + random.nextInt(10_000)));
        } else {
            String bad =
                    pick(List.of("1.005", "NaN", "12345678901234567890", "9999999999999.99", "10000000000000.01", "-"));
            fields.add(field(current, '"' + (random.nextInt(30) == 0 ? bad : contracts(signed)) + '"'));
        }
    }

    private String contracts(boolean signed) {
        return (signed ? "-" : "")
                + random.nextInt(10_000)
                + pick(List.of("", ".00", ".5", String.format(".%02d", random.nextInt(100)), ".100"));
    }

    private String time() {
        String bad = pick(List.of(
                "2026-13-05T11:45:36Z", "2026-02-30T11:45:36Z", "2026-08-05T11:45:36.1234567Z", "yesterday", ""));
        String fraction =
                pick(List.of("", ".5", ".56", String.format(".%06d", random.nextInt(1_000_000)), ".120000000"));
        String good = String.format(
                "20%02d-%02d-%02dT%02d:%02d:%02d%s%s",
                random.nextInt(100),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                fraction,
                pick(List.of("Z", "Z", "Z", "+05:30", "-04:00")));
        return '"' + (random.nextInt(30) == 0 ? bad : good) + '"';
    }

    /** The fields in any order, with unknown ones between them. */
    private String object(List<String> fields) {
        List<String> all = new ArrayList<>(fields);
        if (random.nextInt(4) == 0) {
            String name = pick(List.of("extra", "x", "tss", "market_ticker2", "caf\u00e9", "a\\\"b"));
            all.add(field(
                    name,
                    pick(List.of(
                            "1",
                            "-0.5e3",
                            "\"text\"",
                            "\"\\u00e9\\n\"",
                            "\"\u20ac\"",
                            "null",
                            "true",
                            "{\"msg\":{\"type\":[1,{}]}}",
                            "[[],{\"side\":\"yes\"}]"))));
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(all, random);
        }
        return '{' + blank() + String.join(blank() + ',' + blank(), all) + blank() + '}';
    }

    private String field(String name, String value) {
        return '"' + name + '"' + blank() + ':' + blank() + value;
    }

    private String blank() {
        return random.nextInt(20) == 0 ? pick(List.of(" ", "\t", "\n", "\r\n ")) : "";
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
