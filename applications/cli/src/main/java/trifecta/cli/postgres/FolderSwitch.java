package trifecta.cli.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts another data folder in a server's place, in steps of which each leaves a state that {@link #finish} can go on from. A server that
 * starts finishes first: it never finds no folder where one was, and would make an empty one.
 *
 * <p>Beside the folder {@code X} lie {@code X.making}, which is not whole, {@code X.restored}, which is whole and about to take its place, and
 * {@code X.before-…}, which was in its place.
 */
public final class FolderSwitch {
    private static final String RESTORED = ".restored";
    private static final String BEFORE = ".before-";

    private final Path folder;

    /** @param folder the server's */
    public FolderSwitch(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Where the other one is made; whatever lies there is not whole. */
    public Path making() {
        return beside(".making");
    }

    /**
     * The folder that was made takes the server's place.
     *
     * @return where the former one lies; empty when there was none
     */
    public Optional<Path> take() throws IOException {
        move(making(), beside(RESTORED)); // from here on it is settled
        return finish();
    }

    /**
     * Goes on with a switch that was begun; nothing when there was none.
     *
     * @return where the former one lies; empty when there was none
     */
    public Optional<Path> finish() throws IOException {
        Path restored = beside(RESTORED);
        if (!Files.exists(restored)) {
            return Optional.empty();
        }
        Optional<Path> former = Optional.empty();
        if (Files.exists(folder)) {
            Path before = free();
            move(folder, before);
            former = Optional.of(before);
        }
        move(restored, folder);
        return former;
    }

    /** Numbered: a clock could give the same name twice. */
    private Path free() throws IOException {
        String prefix = folder.getFileName() + BEFORE;
        try (Stream<Path> all = Files.list(parent())) {
            int last = all.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .filter(number -> number.matches("\\d{1,9}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
            return beside(BEFORE + (last + 1));
        }
    }

    private Path beside(String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    private Path parent() {
        Path parent = folder.getParent();
        return parent == null ? folder : parent;
    }

    private void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(parent(), StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
