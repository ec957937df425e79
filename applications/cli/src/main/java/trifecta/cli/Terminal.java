package trifecta.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * Standard output as the launcher found it: a terminal, where lines may be drawn again and coloured, or something that wants
 * plain lines. The launcher says which by {@code -Dtrifecta.terminal=true} and {@code -Dtrifecta.colour=true}.
 */
public final class Terminal {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean terminal;
    private final boolean colour;
    private int drawn;

    /** Colours used, each with one meaning. */
    public enum Colour {
        /** All is well. */
        GREEN("\u001b[32m"),
        /** Someone may want to look. */
        YELLOW("\u001b[33m"),
        /** Something is wrong. */
        RED("\u001b[31m"),
        /** Less important than the rest. */
        DIM("\u001b[2m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    Terminal(PrintStream out, boolean terminal, boolean colour) {
        this.out = out;
        this.terminal = terminal;
        this.colour = colour;
    }

    /** The process's standard output. */
    public static Terminal standard() {
        return new Terminal(System.out, Boolean.getBoolean("trifecta.terminal"), Boolean.getBoolean("trifecta.colour"));
    }

    /** Something that takes plain lines. */
    public static Terminal plain(PrintStream out) {
        return new Terminal(out, false, false);
    }

    /** Whether lines can be drawn again. */
    public boolean live() {
        return terminal;
    }

    /** A text in a colour, where colours are shown. */
    public String coloured(Colour meaning, String text) {
        return colour ? meaning.code + text + RESET : text;
    }

    /** Prints a line that stays; what was drawn is drawn again below it at the next {@link #draw}. */
    public synchronized void print(String line) {
        erase();
        out.println(line);
    }

    /** Draws lines in the place of those drawn before; only on a terminal. */
    public synchronized void draw(List<String> lines) {
        erase();
        // no wrapping meanwhile: each line takes one line of the screen however narrow it is
        out.print("\u001b[?7l");
        lines.forEach(out::println);
        out.print("\u001b[?7h");
        drawn = lines.size();
        out.flush();
    }

    /** What was drawn last stays. */
    public synchronized void keep() {
        drawn = 0;
    }

    private void erase() {
        if (drawn > 0) {
            // up to the first drawn line, then clear to the end of the screen
            out.printf("\u001b[%dF\u001b[J", drawn);
            drawn = 0;
        }
    }
}
