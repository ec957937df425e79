package trifecta.cli.pitr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A timeline with those from which it branched off, the newest last.
 *
 * @param branches the newest has no end
 */
record Lineage(List<Branch> branches) {
    private static final Lsn NEVER = new Lsn(Long.MAX_VALUE);

    /**
     * A stretch of a timeline that belongs to the lineage.
     *
     * @param begin where it branched off the one before
     * @param end where the next one branched off
     */
    record Branch(int timeline, Lsn begin, Lsn end) {}

    /** Of a first timeline, or of one whose history nobody needs. */
    static Lineage alone(int timeline) {
        return new Lineage(List.of(new Branch(timeline, new Lsn(0), NEVER)));
    }

    /**
     * As a history file tells: one line for each ancestor, with its number and the place at which the next one branched off.
     *
     * @throws IllegalArgumentException when the text is no history
     */
    static Lineage of(int timeline, String history) {
        List<Branch> branches = new ArrayList<>();
        Lsn begin = new Lsn(0);
        for (String line : history.lines().toList()) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String[] fields = text.split("\\s+", 3);
                if (fields.length < 2) {
                    throw new IllegalArgumentException("no history of a timeline: " + text);
                }
                Lsn end = Lsn.parse(fields[1]);
                branches.add(new Branch(Integer.parseInt(fields[0]), begin, end));
                begin = end;
            }
        }
        branches.add(new Branch(timeline, begin, NEVER));
        return new Lineage(List.copyOf(branches));
    }

    /** The newest timeline. */
    int timeline() {
        return branches.getLast().timeline();
    }

    /** Whether what a timeline held at a place is part of this history. */
    boolean holds(int timeline, Lsn place) {
        return branch(timeline)
                .filter(branch -> place.compareTo(branch.end()) <= 0)
                .isPresent();
    }

    /** Whether recovery may read this segment: its timeline had begun by its end. */
    boolean reads(Segment segment) {
        return branch(segment.timeline())
                .filter(branch -> branch.begin().bytes() / segment.bytes() <= segment.number()
                        && segment.begin().compareTo(branch.end()) < 0)
                .isPresent();
    }

    private Optional<Branch> branch(int timeline) {
        return branches.stream().filter(branch -> branch.timeline() == timeline).findFirst();
    }
}
