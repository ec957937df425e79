package trifecta.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.sabotage.planting.Bug;
import trifecta.sabotage.planting.Way;

/** A run of the whole product that must fail, and fails for nothing but its bug. */
class CanaryTest {
    private static final Bug CANARY = Bug.BOOK_ROWS_NOT_WRITTEN;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aDrillWithABugFailsAndNamesWhatIsWrongAndWithoutItTheSameSeedPasses() throws Exception {
        Drill drill = new Drill(AgentJar.in(folder), folder);
        Way.Drill way = (Way.Drill) CANARY.way();
        Drill.Output unharmed = drill.unharmed(way);
        assertThat(unharmed.code()).as(unharmed.toString()).isZero();
        assertThat(unharmed.lines())
                .contains("lost 0, duplicated 0, unexpected 0, reordered 0, falsely claimed 0")
                .anyMatch(line -> line.endsWith("seed 5: passed"));
        assertThat(unharmed.planted()).isEmpty();

        Verdict verdict = drill.find(CANARY, way);
        assertThat(verdict.found()).as(verdict.facts()).isTrue();
        assertThat(verdict.facts()).containsPattern("lost [1-9]");
    }
}
