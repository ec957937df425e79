package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.gatherer.DiskWatch.Level;
import trifecta.service.OperatingException;

/** A disk that fills, by figures. */
class DiskWatchTest {
    private static final long MB = 1L << 20;

    private final List<Throwable> told = new ArrayList<>();
    private long used = 100 * MB;
    private long usable = 900 * MB;
    private boolean fails;

    private final DiskWatch watch =
            new DiskWatch(Path.of("line/journal"), this::room, new DiskWatch.Marks(80, 50 * MB), told::add);

    private DiskSpace.Room room() throws IOException {
        if (fails) {
            throw new IOException("no such device");
        }
        return new DiskSpace.Room(used, usable);
    }

    private Level at(long usedMegabytes) {
        used = usedMegabytes * MB;
        usable = (1000 - usedMegabytes) * MB;
        return watch.look();
    }

    @Test
    void itWarnsFromTheMarkOnAndStopsWithinTheReserve() {
        assertThat(at(100)).isEqualTo(Level.OK);
        assertThat(at(799)).as("79.9 is shown as 80").isEqualTo(Level.FILLING);
        assertThat(at(950)).as("the reserve is just free").isEqualTo(Level.FILLING);
        assertThat(at(951)).isEqualTo(Level.FULL);
        assertThat(at(790)).as("not back before there is some distance").isEqualTo(Level.FILLING);
        assertThat(at(770)).isEqualTo(Level.OK);
        assertThat(at(790)).isEqualTo(Level.OK);
    }

    @Test
    void theReserveCountsOnASmallDiskThatIsNotUsedMuch() {
        used = 5 * MB;
        usable = 40 * MB;
        assertThat(watch.look()).isEqualTo(Level.FULL);
    }

    @Test
    void whenTheReserveIsTouchedTheProcessIsToldWhatToDo() {
        at(960);
        watch.run();
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        OperatingException.class,
                        e -> assertThat(e)
                                .hasMessageContaining("line/journal")
                                .hasMessageContaining("40MB are free, the reserve is 50MB")
                                .hasMessageContaining("make room there"));
    }

    @Test
    void aStartIsRefusedInTheSameWordsUntilThereIsRoom() {
        at(960);
        watch.run();
        assertThatThrownBy(watch::demandReserve)
                .isInstanceOf(OperatingException.class)
                .hasMessage(told.getFirst().getMessage());
        at(900);
        assertThatCode(watch::demandReserve).doesNotThrowAnyException();
    }

    @Test
    void aDiskThatDoesNotTellStopsNothing() {
        at(850);
        fails = true;
        assertThat(watch.look()).isEqualTo(Level.FILLING);
        assertThat(watch.look()).isEqualTo(Level.FILLING);
    }

    @Test
    void theStatusShowsIt() {
        at(850);
        Map<String, Object> status = new LinkedHashMap<>();
        watch.describe(status);
        assertThat(status)
                .containsEntry("disk", "filling")
                .containsEntry("diskUsedPercent", 85)
                .containsEntry("diskFreeBytes", 150 * MB);
    }

    @Test
    void aRealDiskHasFigures(@TempDir Path folder) throws IOException {
        DiskSpace.Room room = DiskSpace.of(folder).room();
        assertThat(room.usableBytes()).isPositive();
        assertThat(room.usedPercent()).isBetween(0, 100);
    }
}
