package trifecta.cli.arbitrate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.market.Times;

/** One line of an input file; a mutable cursor, since a file has tens of thousands of them. */
final class InputEvent {
    private int line;
    private String kind = "";
    private long n;
    private long tsMillis;
    private Side side = Side.NO;
    private int price;
    private long delta;
    private long sizeAfter;
    private long hash;
    private boolean agrees;

    /** Reads the next object; false at the end of the file. */
    boolean read(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            return false;
        }
        if (token != JsonToken.START_OBJECT) {
            throw new IOException(
                    "expected an object at " + parser.currentLocation().offsetDescription());
        }
        line = -1;
        kind = "";
        tsMillis = Times.ABSENT;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            readField(name, parser);
        }
        return true;
    }

    private void readField(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "line" -> line = parser.getIntValue();
            case "kind" -> kind = parser.getText();
            case "n" -> n = parser.getLongValue();
            case "ts_ms" ->
                tsMillis = parser.currentToken() == JsonToken.VALUE_NULL ? Times.ABSENT : parser.getLongValue();
            case "side" -> side = parser.getText().equals("yes") ? Side.YES : Side.NO;
            case "price" -> price = parser.getIntValue();
            case "delta" -> delta = parser.getLongValue();
            case "size_after" -> sizeAfter = parser.getLongValue();
            case "hash" -> hash = Long.parseUnsignedLong(parser.getText(), 16);
            case "agrees" -> agrees = parser.getBooleanValue();
            default -> parser.skipChildren();
        }
    }

    int line() {
        return line;
    }

    String kind() {
        return kind;
    }

    long n() {
        return n;
    }

    long hash() {
        return hash;
    }

    boolean agrees() {
        return agrees;
    }

    long exchangeMicros() {
        return tsMillis == Times.ABSENT ? Times.ABSENT : Math.multiplyExact(tsMillis, 1000L);
    }

    BookChange change() {
        return new BookChange(exchangeMicros(), side, price, delta, sizeAfter, hash);
    }
}
