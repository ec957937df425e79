package trifecta.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.market.Position;

/** An entry as a value, to compare lists of them. */
record Seen(int boot, long n, EntryKind kind, int connection, long receivedAtMicros, String text) {

    static Seen of(JournalEntry entry) {
        return new Seen(
                entry.boot(), entry.n(), entry.kind(), entry.connection(), entry.receivedAtMicros(), entry.text());
    }

    /** What a reader gives until it has nothing at hand. */
    static List<Seen> drain(JournalReader reader) throws InterruptedException {
        List<Seen> seen = new ArrayList<>();
        Optional<JournalEntry> entry = reader.poll(Duration.ZERO);
        while (entry.isPresent()) {
            seen.add(Seen.of(entry.get()));
            entry = reader.poll(Duration.ZERO);
        }
        return seen;
    }

    static List<Seen> onDisk(Path folder, Position after) throws InterruptedException {
        try (JournalReader reader = new JournalFolder(folder).reader(after)) {
            return drain(reader);
        }
    }

    Position position() {
        return new Position(boot, n);
    }
}
