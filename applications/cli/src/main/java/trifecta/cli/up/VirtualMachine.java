package trifecta.cli.up;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Options of the components' virtual machines: explicit heaps that together fit a small machine, and quick starts. */
public final class VirtualMachine {
    private VirtualMachine() {}

    /** Of the process of a component. */
    public static List<String> options(String process, String component) {
        return options(process, component, Map.of());
    }

    /** @param heaps by component, where it is not the usual */
    static List<String> options(String process, String component, Map<String, String> heaps) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + heaps.getOrDefault(component, heap(component)),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtrifecta.process=" + process));
        if (component.equals(Stack.CONSOLE)) {
            // a few requests a second: the second compiler would cost more than it gives
            options.add("-XX:TieredStopAtLevel=1");
        }
        options.addAll(ClassArchive.options());
        return List.copyOf(options);
    }

    /** Measured needs with room: a gatherer holds the books of its markets, the deduplicator the pending rows of all lines. */
    private static String heap(String component) {
        return switch (component) {
            case "gatherer" -> "384m";
            case "deduplicator" -> "1g";
            case "exchange" -> "512m";
            default -> "128m";
        };
    }
}
