package trifecta.benchmarks.parts;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Passes on what is printed and remembers it. */
final class Tee extends PrintWriter {
    private final StringWriter text = new StringWriter();
    private final PrintWriter on;

    Tee(PrintWriter on) {
        super(on);
        this.on = on;
    }

    @Override
    public void write(String some, int offset, int length) {
        text.write(some, offset, length);
        on.write(some, offset, length);
    }

    /** The number behind a word where it was printed last. */
    OptionalLong last(String word) {
        return Pattern.compile("\\b" + word + " (\\d+)")
                .matcher(text.toString())
                .results()
                .map(MatchResult::group)
                .mapToLong(found -> Long.parseLong(found.substring(word.length() + 1)))
                .reduce((before, after) -> after);
    }
}
