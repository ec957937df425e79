package trifecta.gatherer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.feed.Feed;
import trifecta.feed.UnreadableCheckpoint;
import trifecta.market.Position;

/**
 * States of the feed in files beside the journal, each named by its position, so that a start does not replay a whole boot. They
 * only save time: without a usable one the journal gives the same state. Single-threaded.
 */
final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    /** The newest and some before it, for a database that was put back by a moment. */
    private static final int KEPT = 4;

    private static final Pattern NAME = Pattern.compile("feed-(\\d{1,9})-(\\d{1,18})\\.checkpoint");

    private record Stored(Position position, Path path) {}

    private final Path folder;
    /** States that this program wrote or read itself, and so can read again; of several threads. */
    private final NavigableSet<Position> usable = new ConcurrentSkipListSet<>();

    private @Nullable Thread saving;

    Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** Keeps this state, and waits until it is on the disk. It is no harm when that fails. */
    void save(Feed feed) throws InterruptedException {
        saveSoon(feed);
        Thread last = saving;
        if (last != null) {
            last.join();
        }
    }

    /**
     * Keeps this state; another thread sees to it that it is on the disk, since a hundred megabytes take a second.
     */
    void saveSoon(Feed feed) throws InterruptedException {
        Thread before = saving;
        if (before != null) {
            before.join();
        }
        Position at = feed.position();
        Path fresh = folder.resolve("feed.checkpoint.new");
        try {
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(fresh)) {
                feed.save(out);
            }
        } catch (IOException e) {
            failed(at, e);
            forget(fresh);
            return;
        }
        saving = Thread.ofVirtual().name("checkpoint").start(() -> keep(fresh, at));
    }

    private void keep(Path fresh, Position at) {
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Path named = folder.resolve("feed-" + at.boot() + "-" + at.n() + ".checkpoint");
            Files.move(fresh, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            usable.add(at);
            List<Stored> stored = stored();
            for (Stored old : stored.subList(0, Math.max(0, stored.size() - KEPT))) {
                usable.remove(old.position);
                Files.deleteIfExists(old.path);
            }
        } catch (IOException e) {
            failed(at, e);
        }
    }

    private void failed(Position at, IOException failure) {
        log.warn("the feed's state at {} could not be kept in {}: {}", at, folder, failure.toString());
    }

    /** Half a state on a full disk only takes the room that is lacking. */
    private static void forget(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            log.warn("{} stays, half written: {}", fresh, e.toString());
        }
    }

    /**
     * How far a next start needs nothing of the journal. It goes on from the newest state of the boot in which the stored rows end, or, where that
     * does not read, from an older one; earlier boots it needs no more. Any thread may ask.
     *
     * @param upTo as far as is wanted
     * @param stored the last row in the database
     */
    Position unneeded(Position upTo, Position stored) {
        if (upTo.boot() < stored.boot()) {
            return upTo;
        }
        Position oldest = usable.ceiling(new Position(stored.boot(), 0));
        Position needed = oldest != null && oldest.compareTo(stored) <= 0 ? oldest : new Position(stored.boot(), 0);
        return needed.compareTo(upTo) < 0 ? needed : upTo;
    }

    /** The newest state at or before a position of the same boot. */
    Optional<Feed> newest(Position atMost) {
        List<Stored> stored;
        try {
            stored = stored().reversed();
        } catch (IOException e) {
            log.warn("{} cannot be read, replaying the journal instead: {}", folder, e.toString());
            return Optional.empty();
        }
        for (Stored one : stored) {
            if (one.position.boot() == atMost.boot() && one.position.compareTo(atMost) <= 0) {
                try {
                    Feed feed = Feed.restore(Files.readAllBytes(one.path));
                    if (feed.position().equals(one.position)) {
                        usable.add(one.position);
                        return Optional.of(feed);
                    }
                    log.warn("{} holds the state at {}, left aside", one.path, feed.position());
                } catch (IOException | UnreadableCheckpoint e) {
                    log.warn("{} is left aside: {}", one.path, e.toString());
                }
            }
        }
        return Optional.empty();
    }

    private List<Stored> stored() throws IOException {
        List<Stored> stored = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(path -> {
                    Matcher name = NAME.matcher(path.getFileName().toString());
                    if (name.matches()) {
                        Position position =
                                new Position(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)));
                        stored.add(new Stored(position, path));
                    }
                });
            }
        }
        stored.sort(Comparator.comparing(Stored::position));
        return stored;
    }
}
