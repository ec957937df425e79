package trifecta.cli.arbitrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import trifecta.market.arbitration.Arbiter;
import trifecta.market.arbitration.Limits;
import trifecta.market.arbitration.Origin;
import trifecta.market.arbitration.Statistics;

/** Merges the events of one file and writes the chain beside it. */
final class MarketFile {
    static final String INPUT_ENDING = ".in.ndjson";
    static final String OUTPUT_ENDING = ".out.ndjson";

    /** More lines than a file may name. */
    private static final int LINES = 8;
    /** The files have one boot. */
    private static final int BOOT = 1;
    /** Events between two looks at what changed, as a store's batches would be. */
    private static final int BATCH = 64;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path input;
    private final Statistics statistics = new Statistics();
    private long events;

    MarketFile(Path input) {
        this.input = input;
    }

    /** What merging one file came to. */
    record Outcome(Path file, long events, int rows, Statistics statistics) {}

    Outcome merge() throws IOException {
        MergedRows rows = new MergedRows();
        Arbiter arbiter = new Arbiter(LINES, Limits.standard(), statistics);
        try (JsonParser parser = JSON.createParser(new BufferedInputStream(Files.newInputStream(input)))) {
            InputEvent event = new InputEvent();
            while (event.read(parser)) {
                feed(arbiter, event);
                if (++events % BATCH == 0) {
                    rows.apply(arbiter.drain());
                }
            }
        }
        rows.apply(arbiter.drain());
        write(rows);
        return new Outcome(input, events, rows.size(), statistics);
    }

    private void feed(Arbiter arbiter, InputEvent event) throws IOException {
        int line = event.line();
        if (line < 0 || line >= LINES) {
            throw new IOException("event " + (events + 1) + ": \"line\" must be 0 to " + (LINES - 1) + ", not " + line);
        }
        switch (event.kind()) {
            case "start" -> arbiter.start(line, event.hash());
            case "delta" -> arbiter.delta(line, event.change(), origin(event));
            case "replace" -> arbiter.replace(line, event.exchangeMicros(), event.hash(), origin(event));
            case "snapshot" -> arbiter.snapshot(line, event.agrees());
            case "end" -> arbiter.end(line);
            default -> throw new IOException("event " + (events + 1) + ": unknown kind \"" + event.kind() + "\"");
        }
    }

    private static Origin origin(InputEvent event) {
        return new Origin(event.line(), BOOT, event.n(), event.n()); // no time of receipt is told: all about the same
    }

    /** The file appears whole or not at all. */
    private void write(MergedRows rows) throws IOException {
        String name = input.getFileName().toString();
        Path output = input.resolveSibling(name.substring(0, name.length() - INPUT_ENDING.length()) + OUTPUT_ENDING);
        Path part = output.resolveSibling(output.getFileName() + ".part");
        StringBuilder text = new StringBuilder();
        rows.forEach((origin, opensRun, state) -> text.append("{\"line\": ")
                .append(origin.line())
                .append(", \"n\": ")
                .append(origin.n())
                .append(", \"gap\": ")
                .append(opensRun)
                .append(", \"state\": \"")
                .append(state)
                .append("\"}\n"));
        try (BufferedWriter writer = Files.newBufferedWriter(part)) {
            writer.append(text);
        }
        Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
    }
}
