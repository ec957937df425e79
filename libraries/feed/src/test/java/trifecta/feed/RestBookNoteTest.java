package trifecta.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import trifecta.market.Level;
import trifecta.market.Side;

class RestBookNoteTest {
    @Test
    void whatIsWrittenIsRead() {
        for (List<Level> levels : List.of(
                List.<Level>of(), List.of(new Level(Side.NO, 0, 1), new Level(Side.YES, 1_000_000, Long.MAX_VALUE)))) {
            RestBookNote note = new RestBookNote("KXGOLD15M-26AUG101900-00", levels);
            assertThat(RestBookNote.of(note.text())).contains(note);
        }
    }

    @Test
    void whateverIsNoNoteIsNone() {
        SplittableRandom random = new SplittableRandom(7);
        for (String text :
                List.of("", " y1:2", "A x1:2", "A y", "A y1", "A y:1", "A y1:", "A y1:2 ", "A y99999999999:1")) {
            assertThat(RestBookNote.of(text)).as(text).isEmpty();
        }
        String note = new RestBookNote("A", List.of(new Level(Side.NO, 250_000, 700))).text();
        for (int i = 0; i < 1_000; i++) {
            StringBuilder broken = new StringBuilder(note);
            broken.setCharAt(random.nextInt(note.length()), (char) random.nextInt(32, 127));
            assertThat(RestBookNote.of(broken.toString())).isNotNull();
        }
    }
}
