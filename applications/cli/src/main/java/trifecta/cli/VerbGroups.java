package trifecta.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** The list of verbs in the help, in groups of what one wants to do. */
final class VerbGroups {
    private static final int WIDTH = 15;

    private static final List<Group> GROUPS = List.of(
            new Group("Run", List.of("up", "gatherer", "deduplicator", "exchange", "console")),
            new Group("Look", List.of("status", "markets", "book", "trades", "coverage", "url")),
            new Group("Look after", List.of("backup", "restore", "backfill", "check", "config")),
            new Group("Try", List.of("break", "probe", "drill", "arbitrate", "bench", "test")));

    private record Group(String title, List<String> verbs) {}

    private VerbGroups() {}

    static String render(CommandLine.Help help) {
        Map<String, CommandLine.Help> verbs = help.subcommands();
        Set<String> rest = new LinkedHashSet<>(verbs.keySet());
        StringBuilder text = new StringBuilder();
        for (Group group : GROUPS) {
            List<String> there = group.verbs().stream().filter(rest::contains).toList();
            append(text, group.title(), there, verbs);
            rest.removeAll(there);
        }
        append(text, "Beside", new ArrayList<>(rest), verbs);
        return text.toString();
    }

    private static void append(
            StringBuilder text, String title, List<String> names, Map<String, CommandLine.Help> verbs) {
        if (names.isEmpty()) {
            return;
        }
        text.append(String.format("%n%s%n", title));
        for (String name : names) {
            CommandLine.Help verb = verbs.get(name);
            if (verb != null) {
                String[] description = verb.commandSpec().usageMessage().description();
                String summary = description.length == 0 ? "" : description[0];
                entry(text, name, summary);
            }
        }
    }

    /** The name, and behind it the summary in as many lines as it needs. */
    private static void entry(StringBuilder text, String name, String summary) {
        Paragraph.labelled(String.format("  %-" + WIDTH + "s", name), summary)
                .forEach(line -> text.append(line).append(System.lineSeparator()));
    }
}
