package trifecta.cli.up;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a stack consists of.
 *
 * @param data folder of everything it stores
 * @param cache folder of unpacked software, shared by all stacks
 * @param source what is captured
 * @param lines gatherers; for Kalshi as many as there are keys
 * @param deduplicators one merges, the others stand by
 * @param consolePort the console's port; none: no console
 * @param configFile a configuration file for all components
 * @param overrides configuration on top, by process name ({@code gatherer-2}) or by component ({@code gatherer}), then by key
 * @param heaps memory of a component's virtual machine where it is not the usual, such as {@code 2g}
 * @param backup whether production archives its log, so that it can be backed up, and how often it is by itself
 */
public record StackSettings(
        Path data,
        Path cache,
        Source source,
        int lines,
        int deduplicators,
        OptionalInt consolePort,
        Optional<Path> configFile,
        Map<String, Map<String, String>> overrides,
        Map<String, String> heaps,
        Backup backup) {
    /** Three copies: one may be down while another is late. */
    public static final int LINES = 3;

    /** One that merges, and one that takes over within seconds. */
    public static final int DEDUPLICATORS = 2;

    /** A stack without a console and without overrides. */
    public static StackSettings of(Path data, Path cache, Source source) {
        int lines = source instanceof Source.Kalshi kalshi ? kalshi.keys().size() : LINES;
        return new StackSettings(
                data,
                cache,
                source,
                lines,
                DEDUPLICATORS,
                OptionalInt.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Backup.NONE);
    }

    /** With a console on this port. */
    public StackSettings withConsole(int port) {
        return new StackSettings(
                data, cache, source, lines, deduplicators, OptionalInt.of(port), configFile, overrides, heaps, backup);
    }

    /** With as many gatherers. */
    public StackSettings withLines(int wanted) {
        return new StackSettings(
                data, cache, source, wanted, deduplicators, consolePort, configFile, overrides, heaps, backup);
    }

    /** With as many deduplicators. */
    public StackSettings withDeduplicators(int wanted) {
        return new StackSettings(data, cache, source, lines, wanted, consolePort, configFile, overrides, heaps, backup);
    }

    /** With another source. */
    public StackSettings withSource(Source other) {
        return new StackSettings(
                data, cache, other, lines, deduplicators, consolePort, configFile, overrides, heaps, backup);
    }

    /** With configuration on top. */
    public StackSettings withOverrides(Map<String, Map<String, String>> more) {
        return new StackSettings(
                data, cache, source, lines, deduplicators, consolePort, configFile, Map.copyOf(more), heaps, backup);
    }

    /** With other heaps. */
    public StackSettings withHeaps(Map<String, String> others) {
        return new StackSettings(
                data,
                cache,
                source,
                lines,
                deduplicators,
                consolePort,
                configFile,
                overrides,
                Map.copyOf(others),
                backup);
    }

    /** With backups, or without. */
    public StackSettings withBackup(Backup wanted) {
        return new StackSettings(
                data, cache, source, lines, deduplicators, consolePort, configFile, overrides, heaps, wanted);
    }

    /** Whether and how a stack backs up its production. */
    public enum Backup {
        /** Not at all: production archives nothing. */
        NONE,
        /** When somebody says so: production archives its log. */
        ON_DEMAND,
        /** Every day, by itself. */
        DAILY
    }
}
