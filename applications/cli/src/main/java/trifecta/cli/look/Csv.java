package trifecta.cli.look;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it, with a header; lines end as this system has them. */
final class Csv {
    private final PrintWriter out;

    Csv(PrintWriter out, String header) {
        this.out = out;
        out.println(header);
    }

    void row(@Nullable Object... values) {
        out.println(Arrays.stream(values).map(Csv::field).collect(Collectors.joining(",")));
    }

    private static String field(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
