package trifecta.cli.up;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import trifecta.service.OperatingException;

/**
 * Makes an archive of all classes on the class path, parsed and verified, which every process of a build then maps instead of
 * reading jars. A gatherer takes a fifth less processor time until it is live with it.
 */
final class ClassArchive {
    private static final String CLASS = ".class";

    private ClassArchive() {}

    /** Writes the archive to a file. */
    static void make(Path archive) throws InterruptedException {
        Path list = archive.resolveSibling("classes.list");
        try {
            Files.write(list, names());
            int code = new ProcessBuilder(command(list, archive))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new OperatingException("make " + archive, "java ended with " + code, "");
            }
            Files.delete(list);
        } catch (IOException e) {
            throw new OperatingException("make " + archive, e.toString(), "is there room on the disk?", e);
        }
    }

    /** Options of a virtual machine that takes its classes from the launcher's archive, if it made one. */
    static List<String> options() {
        String archive = System.getProperty("trifecta.classes", "");
        return archive.isEmpty() || !Files.exists(Path.of(archive))
                ? List.of()
                // silent when it does not fit, after an update of Java for example: then classes come from the jars
                : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    private static List<String> command(Path list, Path archive) {
        Path home = Path.of(System.getProperty("java.home", ""));
        return List.of(
                home.resolve("bin/java").toString(),
                "-Xshare:dump",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", // as it is at every start, else the modules are not taken from it
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:aot=off",
                "-cp",
                System.getProperty("java.class.path", ""));
    }

    /** Java's own list of what every program needs, and all of ours and of our libraries. */
    private static List<String> names() throws IOException {
        List<String> names =
                new ArrayList<>(Files.readAllLines(Path.of(System.getProperty("java.home", ""), "lib", "classlist")));
        Set<String> ours = new TreeSet<>();
        for (String each : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (each.endsWith(".jar")) {
                try (JarFile jar = new JarFile(each);
                        Stream<String> entries = jar.stream().map(entry -> entry.getName())) {
                    entries.filter(ClassArchive::loads).forEach(ours::add);
                }
            }
        }
        ours.forEach(name -> names.add(name.substring(0, name.length() - CLASS.length())));
        return names;
    }

    /** Not versions of a class for other Javas, nor what describes modules and packages. */
    private static boolean loads(String entry) {
        return entry.endsWith(CLASS) && !entry.startsWith("META-INF/") && !entry.endsWith("-info.class");
    }
}
