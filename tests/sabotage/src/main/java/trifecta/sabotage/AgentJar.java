package trifecta.sabotage;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import trifecta.sabotage.planting.Agent;

/** The agent as a file, which is what a virtual machine takes. */
final class AgentJar {
    private AgentJar() {}

    /** Packs it into a folder. */
    static Path in(Path folder) throws IOException {
        Path jar = folder.resolve("planting.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), Agent.class.getName());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest)) {
            pack(packed);
        }
        return jar;
    }

    /** All classes beside the agent, from the folder or the jar in which they are. */
    private static void pack(JarOutputStream packed) throws IOException {
        Path source = source();
        if (Files.isDirectory(source)) {
            pack(source, packed);
            return;
        }
        try (FileSystem files = FileSystems.newFileSystem(source, Map.of())) {
            pack(files.getPath("/"), packed);
        }
    }

    private static void pack(Path root, JarOutputStream packed) throws IOException {
        Path folder = root.resolve(Agent.class.getPackageName().replace('.', '/'));
        List<Path> classes;
        try (Stream<Path> files = Files.list(folder)) {
            classes = files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
        for (Path file : classes) {
            packed.putNextEntry(new JarEntry(root.relativize(file).toString()));
            Files.copy(file, packed);
            packed.closeEntry();
        }
    }

    private static Path source() {
        try {
            URI location = Agent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the agent's own place", e);
        }
    }
}
