package trifecta.journal;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment's name is the range it holds: {@code boot-first.journal} while it may grow, {@code boot-first-last.journal} once it is
 * whole and durable.
 *
 * @param last empty while the segment may grow; first - 1 when it ended without an entry
 */
record SegmentName(int boot, long first, OptionalLong last) implements Comparable<SegmentName> {
    private static final Pattern FORM = Pattern.compile("(\\d{10})-(\\d{19})(?:-(\\d{19}))?\\.journal");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingInt(SegmentName::boot).thenComparingLong(SegmentName::first);

    static SegmentName open(int boot, long first) {
        return new SegmentName(boot, first, OptionalLong.empty());
    }

    /** Empty for a file that is not a segment. */
    static Optional<SegmentName> parse(String fileName) {
        Matcher form = FORM.matcher(fileName);
        if (!form.matches()) {
            return Optional.empty();
        }
        String last = form.group(3);
        long boot = Long.parseLong(form.group(1));
        return boot > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new SegmentName(
                        (int) boot,
                        Long.parseLong(form.group(2)),
                        last == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(last))));
    }

    SegmentName ended(long lastN) {
        return new SegmentName(boot, first, OptionalLong.of(lastN));
    }

    boolean isOpen() {
        return last.isEmpty();
    }

    /** Known to hold nothing. */
    boolean isEmpty() {
        return last.isPresent() && last.getAsLong() < first;
    }

    Path in(Path folder) {
        return folder.resolve(toString());
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String range = "%010d-%019d".formatted(boot, first);
        return last.isEmpty() ? range + ".journal" : "%s-%019d.journal".formatted(range, last.getAsLong());
    }
}
