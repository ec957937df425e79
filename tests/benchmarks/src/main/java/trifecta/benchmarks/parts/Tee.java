package trifecta.benchmarks.parts;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Passes on what is printed and remembers it. */
final class Tee extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final PrintWriter on;

    Tee(PrintWriter on) {
        this.on = on;
    }

    @Override
    public void write(char[] some, int offset, int length) {
        text.append(some, offset, length);
        on.write(some, offset, length);
    }

    @Override
    public void flush() {
        on.flush();
    }

    @Override
    public void close() {
        flush();
    }

    /** The number behind a word where it was printed last. */
    OptionalLong last(String word) {
        return Pattern.compile("\\b" + word + " (\\d+)")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToLong(found -> Long.parseLong(found.substring(word.length() + 1)))
                .reduce((before, after) -> after);
    }
}
