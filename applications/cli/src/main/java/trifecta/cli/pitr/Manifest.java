package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Json;

/**
 * What a base backup consists of, and the log without which it is nothing.
 *
 * @param id name of its folder, the time of its begin first
 * @param version PostgreSQL's, {@code 18.6}
 * @param systemIdentifier of the server, given by initdb
 * @param checksums whether the server writes checksums into its pages
 * @param segmentBytes size of a segment of its log
 * @param begin where recovery begins
 * @param end from where on what was copied is consistent
 * @param folders relative to the data folder, parents first
 * @param files relative to the data folder
 */
record Manifest(
        String id,
        Keep keep,
        String version,
        long systemIdentifier,
        boolean checksums,
        int segmentBytes,
        Mark begin,
        Mark end,
        List<String> folders,
        List<Entry> files) {
    static final String FILE = "manifest.json";

    private static final int FORMAT = 1;

    /**
     * A moment of the server.
     *
     * @param at by the server's clock
     */
    record Mark(Segment segment, Lsn place, Instant at) {}

    /**
     * A file as it was copied.
     *
     * @param sha256 in hexadecimal digits
     */
    record Entry(String path, long bytes, String sha256) {
        private String line() {
            return sha256 + " " + bytes + " " + path + "\n";
        }
    }

    int timeline() {
        return begin.segment().timeline();
    }

    long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    /** PostgreSQL's major version: only servers of the same one can read the files. */
    String major() {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }

    /** Over all entries: a manifest that was changed or cut is no manifest. */
    private String digest() {
        StringBuilder lines = new StringBuilder();
        folders.forEach(folder -> lines.append(folder).append('\n'));
        files.forEach(file -> lines.append(file.line()));
        return Digests.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    void write(Path backup) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("id", id);
        json.put("keep", keep.word());
        json.put("postgres", version);
        json.put("systemIdentifier", systemIdentifier);
        json.put("checksums", checksums);
        json.put("segmentBytes", segmentBytes);
        json.put("begin", json(begin));
        json.put("end", json(end));
        json.put("bytes", bytes());
        json.put("digest", digest());
        json.put("folders", folders);
        json.put(
                "files",
                files.stream()
                        .map(file -> List.of(file.path(), file.bytes(), file.sha256()))
                        .toList());
        DurableFiles.write(backup.resolve(FILE), Json.writeIndented(json) + "\n");
    }

    /**
     * Reads a backup's manifest.
     *
     * @throws IOException when it is not there, or not as it was written
     */
    static Manifest read(Path backup) throws IOException {
        Map<String, @Nullable Object> json = Json.readObject(Files.readString(backup.resolve(FILE)));
        try {
            if (number(json, "format") != FORMAT) {
                throw new IOException("its manifest has the format " + json.get("format") + ", of another version");
            }
            int segmentBytes = Math.toIntExact(number(json, "segmentBytes"));
            Manifest manifest = new Manifest(
                    text(json, "id"),
                    Keep.valueOf(text(json, "keep").toUpperCase(Locale.ROOT)),
                    text(json, "postgres"),
                    number(json, "systemIdentifier"),
                    Boolean.TRUE.equals(json.get("checksums")),
                    segmentBytes,
                    mark(json.get("begin"), segmentBytes),
                    mark(json.get("end"), segmentBytes),
                    list(json.get("folders")).stream().map(String::valueOf).toList(),
                    entries(json.get("files")));
            if (!manifest.digest().equals(json.get("digest"))) {
                throw new IOException("its manifest is not as it was written");
            }
            return manifest;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new IOException("its manifest is none: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> json(Mark mark) {
        return Map.of("segment", mark.segment().name(), "place", mark.place().toString(), "at", mark.at());
    }

    private static Mark mark(@Nullable Object json, int segmentBytes) {
        if (!(json instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("a mark is missing");
        }
        return new Mark(
                Segment.parse(String.valueOf(map.get("segment")), segmentBytes),
                Lsn.parse(String.valueOf(map.get("place"))),
                Instant.parse(String.valueOf(map.get("at"))));
    }

    private static List<Entry> entries(@Nullable Object json) {
        List<Entry> entries = new ArrayList<>();
        for (Object each : list(json)) {
            if (!(each instanceof List<?> fields && fields.size() == 3 && fields.get(1) instanceof Number bytes)) {
                throw new IllegalArgumentException("a file's entry is " + each);
            }
            entries.add(new Entry(String.valueOf(fields.get(0)), bytes.longValue(), String.valueOf(fields.get(2))));
        }
        return List.copyOf(entries);
    }

    private static List<?> list(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is missing");
    }

    private static String text(Map<String, @Nullable Object> json, String field) {
        if (json.get(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(field + " is missing");
    }

    private static long number(Map<String, @Nullable Object> json, String field) {
        if (json.get(field) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(field + " is missing");
    }
}
