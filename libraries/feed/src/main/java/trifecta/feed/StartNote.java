package trifecta.feed;

import java.util.Locale;

/**
 * What a boot's first entry says: which line begins and how its predecessor ended, which the gatherer finds out from the journal
 * before it writes the entry. So the rows of a boot depend on that boot alone.
 */
public record StartNote(int line, String version, Predecessor predecessor) {

    /** How the boot before ended. */
    public enum Predecessor {
        /** There was none. */
        NONE,
        /** On purpose. */
        STOPPED,
        /** Without a word. */
        CRASHED
    }

    /** As JSON, for the journal. */
    public String text() {
        return "{\"line\":" + line + ",\"version\":\"" + version.replaceAll("[\"\\\\]", "") + "\",\"predecessor\":\""
                + predecessor.name().toLowerCase(Locale.ROOT) + "\"}";
    }

    /** Reads {@link #text}; in other texts only the predecessor counts, and it crashed unless they say otherwise. */
    static StartNote of(String text) {
        Predecessor predecessor = Predecessor.CRASHED;
        for (Predecessor one : Predecessor.values()) {
            if (text.contains("\"predecessor\":\"" + one.name().toLowerCase(Locale.ROOT) + "\"")) {
                predecessor = one;
            }
        }
        return new StartNote(0, "", predecessor);
    }
}
