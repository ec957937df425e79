package trifecta.cli.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which lines had two events of a book, and everything between them, in one unbroken subscription: for them there is nothing to doubt. */
enum Unbroken {
    NO_LINE,
    SOME_LINE,
    /** All lines that the exchange knows. */
    EVERY_LINE;

    /**
     * @param from place of the first event among the items
     * @param to place of the last one
     */
    static Unbroken between(List<BookItem> items, int from, int to) {
        BookItem first = items.get(from);
        BookItem last = items.get(to);
        Set<RecordedConnection> whole = new HashSet<>(first.receivers());
        for (BookItem each : items.subList(from, to + 1)) {
            whole.retainAll(each.receivers());
        }
        whole.removeIf(each -> !each.unbroken(first.market(), first.index(), last.index(), last.wallMicros()));
        long lines =
                whole.stream().mapToInt(RecordedConnection::line).distinct().count();
        return whole.isEmpty() ? NO_LINE : lines == whole.iterator().next().linesExpected() ? EVERY_LINE : SOME_LINE;
    }
}
