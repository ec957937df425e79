package trifecta.cli;

import java.util.ArrayList;
import java.util.List;

/** A text in lines of a terminal's width, broken between words. */
public final class Paragraph {
    /** Everything fits a terminal of the usual width. */
    public static final int COLUMNS = 80;

    private Paragraph() {}

    /** The lines of a text; a word that is longer than a line has a line of its own. */
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The lines of a text behind a label, those after the first below its beginning, all within {@link #COLUMNS}. */
    public static List<String> labelled(String label, String text) {
        String head = label;
        List<String> lines = new ArrayList<>();
        for (String line : lines(text, COLUMNS - label.length())) {
            lines.add(head + line);
            head = " ".repeat(label.length());
        }
        return lines;
    }
}
