package trifecta.sabotage;

import java.util.List;
import trifecta.sabotage.planting.Bug;

/**
 * What came of looking for a bug.
 *
 * @param by who looked
 * @param after how much it took
 * @param facts the line of the checker's output that names it, or why it was not found
 */
record Verdict(Bug bug, boolean found, String by, String after, String facts) {
    private static final int FACTS_SHOWN = 160;

    /** As a row of a table, with what the bug breaks and what was said of it below. */
    List<String> lines() {
        String said = !found || facts.length() <= FACTS_SHOWN ? facts : facts.substring(0, FACTS_SHOWN) + "…";
        return List.of(
                "%-28s %-11s %-14s %s".formatted(bug, by, after, found ? "found" : "NOT FOUND"),
                "    " + bug.harm(),
                "    " + said);
    }
}
