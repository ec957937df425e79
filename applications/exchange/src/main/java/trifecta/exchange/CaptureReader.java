package trifecta.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import trifecta.protocol.Frame;
import trifecta.protocol.FrameDecoder;
import trifecta.service.OperatingException;

/** Reads one recorded file, lines of {@code {"recv_ms", "event": <the frame>}}, front to back. */
final class CaptureReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final InputStream in;
    private final FrameDecoder decoder = new FrameDecoder();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    private long lineNumber;

    private CaptureReader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static CaptureReader open(Path file) {
        try {
            return new CaptureReader(file, new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES));
        } catch (IOException e) {
            throw failure(file, 0, e);
        }
    }

    /** The next frame; empty at the end. */
    Optional<CaptureFrame> next() {
        try {
            while (readLine()) {
                lineNumber++;
                if (line.size() > 0) {
                    return Optional.of(parse(line.toByteArray()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw failure(file, lineNumber, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw failure(file, lineNumber, e);
        }
    }

    /** Fills {@link #line} with the next line; false at the end. */
    private boolean readLine() throws IOException {
        line.reset();
        while (true) {
            int from = at;
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (at < filled) {
                at++;
                return true;
            }
            filled = in.read(buffer);
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return line.size() > 0;
            }
        }
    }

    private CaptureFrame parse(byte[] bytes) throws IOException {
        long received = 0;
        byte[] event = new byte[0];
        try (JsonParser parser = JSON.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("recv_ms")) {
                    received = parser.getLongValue();
                } else if (name.equals("event") && value == JsonToken.START_OBJECT) {
                    event = slice(bytes, parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        Frame frame = decoder.decode(event, 0, event.length);
        return new CaptureFrame(received, frame.envelope().type(), frame.message(), new Body(messageOf(event)));
    }

    private static byte[] messageOf(byte[] event) throws IOException {
        try (JsonParser parser = JSON.createParser(event)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean message = parser.currentName().equals("msg");
                if (parser.nextToken() == JsonToken.START_OBJECT && message) {
                    return slice(event, parser);
                }
                parser.skipChildren();
            }
        }
        return new byte[] {'{', '}'};
    }

    /** The bytes of the object that begins at the parser's token; the parser moves to its end. */
    private static byte[] slice(byte[] bytes, JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return Arrays.copyOfRange(bytes, from, (int) parser.currentLocation().getByteOffset());
    }

    private static OperatingException failure(Path file, long line, IOException e) {
        return new OperatingException(
                "read the capture " + file + " after line " + line,
                String.valueOf(e.getMessage()),
                "exchange.frames wants MARKET.DATE.ndjson.gz with lines {\"recv_ms\", \"event\"}",
                e);
    }
}
