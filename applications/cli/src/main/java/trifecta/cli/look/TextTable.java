package trifecta.cli.look;

import java.util.ArrayList;
import java.util.List;
import trifecta.cli.Paragraph;

/** A table of texts as wide as a terminal at most: the last column gives way. */
public final class TextTable {
    private static final String INDENT = "  ";
    private static final String BETWEEN = "  ";
    private static final int LAST_LEAST = 8;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param right whether its texts end in one line, as numbers do
     */
    public record Column(String name, boolean right) {
        public static Column text(String name) {
            return new Column(name, false);
        }

        public static Column number(String name) {
            return new Column(name, true);
        }
    }

    public TextTable(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream().map(Column::name).toList());
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    public List<String> lines() {
        int[] widths = new int[columns.size()];
        int before = INDENT.length();
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            before += column < widths.length - 1 ? widths[column] + BETWEEN.length() : 0;
        }
        int last = widths.length - 1;
        widths[last] = Math.min(widths[last], Math.max(LAST_LEAST, Paragraph.COLUMNS - before));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int column = 0; column < widths.length; column++) {
            String cell = cut(row.get(column), widths[column]);
            String pad = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : BETWEEN).append(columns.get(column).right() ? pad + cell : cell + pad);
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
