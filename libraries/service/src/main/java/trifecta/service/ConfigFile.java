package trifecta.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of {@code key = value} lines; {@code #} at the start of a line is a comment. Unlike Java's own properties there are no
 * escapes and no continued lines, so a path or a password stands as it is, and a key given twice is an error.
 */
final class ConfigFile {
    private final Map<String, ConfigValues.Found> entries;

    private ConfigFile(Map<String, ConfigValues.Found> entries) {
        this.entries = entries;
    }

    /** Nothing configured. */
    static ConfigFile none() {
        return new ConfigFile(Map.of());
    }

    static ConfigFile read(Path path) {
        try {
            return parse(path.toString(), Files.readAllLines(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new OperatingException(
                    "read the configuration " + path, "there is no such file", "name another with --config", e);
        } catch (IOException e) {
            throw new OperatingException(
                    "read the configuration " + path, FileTrouble.words(e), "name another with --config", e);
        }
    }

    static ConfigFile parse(String name, List<String> lines) {
        Map<String, ConfigValues.Found> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = name + " line " + (i + 1);
            int equals = line.indexOf('=');
            if (equals <= 0) {
                throw new OperatingException("read " + place, "not `key = value`", "start a comment with #");
            }
            String key = line.substring(0, equals).strip();
            var found = new ConfigValues.Found(line.substring(equals + 1).strip(), place);
            ConfigValues.Found earlier = entries.putIfAbsent(key, found);
            if (earlier != null) {
                throw new OperatingException(
                        "read " + place, key + " was already set at " + earlier.origin(), "remove one of the two");
            }
        }
        return new ConfigFile(entries);
    }

    Optional<ConfigValues.Found> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Map<String, ConfigValues.Found> entries() {
        return entries;
    }
}
