package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.service.FileTrouble;
import trifecta.service.status.Json;

/** A base backup as it lies in its folder. */
public sealed interface Backup {
    /** The name of its folder. */
    String id();

    /**
     * One whose manifest is as it was written. Whether its files are is seen when they are read.
     *
     * @param verified when it was last restored with success; until then it does not count
     */
    record Whole(Path folder, Manifest manifest, Optional<Verified> verified) implements Backup {
        private static final String DATA = "data";

        @Override
        public String id() {
            return manifest.id();
        }

        Path data() {
            return folder.resolve(DATA);
        }

        /** How long it is kept. */
        public Keep keep() {
            return manifest.keep();
        }

        /** Of all files. */
        public long bytes() {
            return manifest.bytes();
        }

        /** The earliest instant to which it can be restored, by the server's clock. */
        public Instant consistentAt() {
            return manifest.end().at();
        }

        /** Whether it counts. */
        public boolean isVerified() {
            return verified.isPresent();
        }
    }

    /** One that cannot be used. */
    record Damaged(String id, String why) implements Backup {}

    /**
     * A restore that went well.
     *
     * @param at by this machine's clock
     * @param took from the first file until all was looked at
     * @param found what was looked at, in words
     */
    record Verified(Instant at, Duration took, String found) {
        private static final String FILE = "verified.json";

        void write(Path backup) throws IOException {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("at", at);
            json.put("tookMillis", took.toMillis());
            json.put("found", found);
            DurableFiles.write(backup.resolve(FILE), Json.writeIndented(json) + "\n");
        }

        /** Takes the mark away. */
        static void forget(Path backup) throws IOException {
            Files.deleteIfExists(backup.resolve(FILE));
        }

        /** Empty when it was never verified, or its mark cannot be read: then it has to be verified again. */
        private static Optional<Verified> read(Path backup) {
            try {
                Map<String, @Nullable Object> json = Json.readObject(Files.readString(backup.resolve(FILE)));
                return json.get("tookMillis") instanceof Number millis
                        ? Optional.of(new Verified(
                                Instant.parse(String.valueOf(json.get("at"))),
                                Duration.ofMillis(millis.longValue()),
                                String.valueOf(json.get("found"))))
                        : Optional.empty();
            } catch (IOException | DateTimeException e) {
                return Optional.empty(); // the next verification writes it anew
            }
        }
    }

    /** Reads what lies in a folder. */
    static Backup read(Path folder) {
        String id = String.valueOf(folder.getFileName());
        try {
            Manifest manifest = Manifest.read(folder);
            return manifest.id().equals(id)
                    ? new Whole(folder, manifest, Verified.read(folder))
                    : new Damaged(id, "its manifest is that of " + manifest.id());
        } catch (NoSuchFileException e) {
            return new Damaged(id, "it has no manifest");
        } catch (IOException e) {
            return new Damaged(id, FileTrouble.words(e));
        }
    }
}
