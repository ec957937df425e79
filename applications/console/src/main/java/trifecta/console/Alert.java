package trifecta.console;

/**
 * Something a person should know.
 *
 * @param key the same while it is the same matter, so that one can say since when
 * @param what the matter in a few words
 * @param detail facts, and what it means for the data
 */
record Alert(String key, Severity severity, String what, String detail) {
    /** How bad it is; worst first. */
    enum Severity {
        /** Data is being lost, or nothing reaches production. */
        CRITICAL,
        /** Nothing is lost, but something is wrong or needs to be looked at. */
        WARNING
    }
}
