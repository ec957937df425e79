package trifecta.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;

/**
 * Reads order-book snapshots of all generations: {@code yes_dollars_fp} (decimal strings), {@code yes_dollars} (prices in
 * dollars, whole counts), {@code yes} (integer cents); the same for NO. A side without any is empty.
 */
final class SnapshotReader {
    private final Names names;

    SnapshotReader(Names names) {
        this.names = names;
    }

    Message.Snapshot read(JsonParser parser) throws IOException, UndecodableException {
        MessageReader.expect(parser.currentToken() == JsonToken.START_OBJECT, "msg is no object");
        LevelsReader no = new LevelsReader(Side.NO);
        LevelsReader yes = new LevelsReader(Side.YES);
        String market = null;
        String written = "";
        String millis = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean string = token == JsonToken.VALUE_STRING;
            if (field.equals(Field.MARKET.wireName()) && string) {
                byte[] bytes = parser.getText().getBytes(StandardCharsets.UTF_8);
                market = names.of(bytes, 0, bytes.length);
            } else if (field.equals(Field.TS.wireName()) && string) {
                written = parser.getText();
            } else if (field.equals(Field.TS_MS.wireName()) && token.isNumeric()) {
                millis = parser.getText();
            } else if (!no.takes(field, parser) && !yes.takes(field, parser)) {
                parser.skipChildren();
            }
        }
        if (market == null) {
            throw new UndecodableException("market_ticker is missing or not a ticker");
        }
        List<Level> levels = new ArrayList<>(no.levels());
        levels.addAll(yes.levels());
        return new Message.Snapshot(market, List.copyOf(levels), time(written, millis));
    }

    private static long time(String written, String millis) throws UndecodableException {
        if (written.isEmpty() && millis.isEmpty()) {
            return Times.ABSENT;
        }
        byte[] text = written.getBytes(StandardCharsets.UTF_8);
        long micros = written.isEmpty() ? DecimalText.scaled(millis, 3) : TimeText.micros(text, 0, text.length);
        MessageReader.expect(micros != Times.ABSENT, "the time does not fit exactly");
        return micros;
    }

    /** The levels of one side; the newest generation that is there counts. */
    private static final class LevelsReader {
        private static final String[] GENERATIONS = {"", "_dollars", "_dollars_fp"};
        private static final int CENTS_GENERATION = 0;

        private final Side side;
        private int generation = -1;
        private List<Level> levels = List.of();
        private @Nullable String problem;

        LevelsReader(Side side) {
            this.side = side;
        }

        List<Level> levels() throws UndecodableException {
            if (problem != null) {
                throw new UndecodableException(problem);
            }
            return levels;
        }

        /** Takes the field when it is this side's; passes over older generations. */
        boolean takes(String field, JsonParser parser) throws IOException {
            String prefix = side == Side.YES ? "yes" : "no";
            for (int candidate = 0; candidate < GENERATIONS.length; candidate++) {
                if (field.equals(prefix + GENERATIONS[candidate])) {
                    if (candidate < generation || parser.currentToken() == JsonToken.VALUE_NULL) {
                        parser.skipChildren();
                    } else {
                        generation = candidate;
                        read(field, parser);
                    }
                    return true;
                }
            }
            return false;
        }

        private void read(String field, JsonParser parser) throws IOException {
            problem = null;
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                problem = field + " is no list";
                parser.skipChildren();
                return;
            }
            List<Level> read = new ArrayList<>();
            boolean rising = true;
            int last = -1;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Level level = level(field, parser);
                if (level != null && level.sizeHundredths() > 0) {
                    rising &= level.priceMicros() > last;
                    last = level.priceMicros();
                    read.add(level);
                }
            }
            if (!rising) {
                read.sort((a, b) -> Integer.compare(a.priceMicros(), b.priceMicros()));
                for (int i = 1; i < read.size(); i++) {
                    if (read.get(i).priceMicros() == read.get(i - 1).priceMicros()) {
                        problem = field + " names a price twice";
                    }
                }
            }
            levels = read;
        }

        /** One {@code [price, count]}; null after a problem. */
        private @Nullable Level level(String field, JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                problem = field + " holds something else than [price, count]";
                return null;
            }
            long price = DecimalText.NOT_EXACT;
            long size = DecimalText.NOT_EXACT;
            int place = 0;
            for (; parser.nextToken() != JsonToken.END_ARRAY; place++) {
                if (place == 0) {
                    price = number(parser, generation == CENTS_GENERATION ? DecimalText.CENTS : DecimalText.DOLLARS);
                } else if (place == 1) {
                    size = number(parser, DecimalText.CONTRACTS);
                } else {
                    parser.skipChildren();
                }
            }
            if (place != 2
                    || price < 0
                    || price > MessageBuilder.PRICE_MAX
                    || size < 0
                    || size > MessageBuilder.COUNT_MAX) {
                problem = field + " holds a level that does not fit exactly";
                return null;
            }
            return new Level(side, (int) price, size);
        }

        private static long number(JsonParser parser, int decimals) throws IOException {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                return DecimalText.scaled(parser.getText(), decimals);
            }
            parser.skipChildren();
            return DecimalText.NOT_EXACT;
        }
    }
}
