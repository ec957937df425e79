package trifecta.cli.look;

import java.util.ArrayList;
import java.util.List;
import trifecta.cli.Paragraph;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;

/** Sentences behind a word that says what they are about, the words in one column. */
final class Labelled {
    private static final int WIDTH = 12;

    private Labelled() {}

    static List<String> lines(String label, String text) {
        return Paragraph.labelled(padded(label), text);
    }

    /** The label in a colour, where colours are shown. */
    static List<String> lines(Terminal terminal, Colour colour, String label, String text) {
        String padded = padded(label);
        List<String> lines = new ArrayList<>(Paragraph.labelled(padded, text));
        lines.set(0, terminal.coloured(colour, padded) + lines.getFirst().substring(padded.length()));
        return lines;
    }

    private static String padded(String label) {
        return "  " + label + " ".repeat(Math.max(1, WIDTH - label.length()));
    }
}
