package trifecta.journal;

/** What a journal counts, since it was opened. */
public enum JournalCounter {
    ENTRIES("Entries appended."),
    RAW_BYTES("Uncompressed bytes of appended entries, with their headers."),
    COMPRESSED_BYTES("Bytes written to the segments, with all headers."),
    SYNCS("Blocks made durable; each is one fdatasync."),
    LATE_SYNCS("Syncs that ended later after the first append of their block than promised."),
    LONGEST_SYNC_MICROS("Longest time from the first append of a block until it was durable."),
    BLOCKED_APPENDS("Appends that had to wait because too many bytes were not durable yet."),
    BLOCKED_MICROS("Time that appends waited for that reason."),
    SEGMENTS("Segments begun.");

    private final String description;

    JournalCounter(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
