package trifecta.sabotage.planting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every bug is where it is said to be, in the product as it is now. */
class WeaverTest {
    private static byte[] bytes(String className) throws IOException {
        String file = "/" + className.replace('.', '/') + ".class";
        try (InputStream in = WeaverTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyBugFindsItsPlaceAndLeavesAClassThatCanBeLoaded(Bug bug) throws IOException {
        assertThat(bug.sites()).isNotEmpty();
        assertThat(bug.symptoms()).isNotEmpty();
        for (Site site : bug.sites()) {
            byte[] unharmed = bytes(site.className());
            byte[] woven = Weaver.weave(site, unharmed, WeaverTest.class.getClassLoader());
            assertThat(woven).as(bug + " in " + site).isNotEqualTo(unharmed);
            assertThat(ClassFile.of().verify(woven)).as(bug + " in " + site).isEmpty();
        }
    }

    @Test
    void aMethodOrACallThatIsNotThereIsRefused() throws IOException {
        byte[] unharmed = bytes("trifecta.feed.SequenceTracker");
        Site noMethod = Site.in("trifecta.feed.SequenceTracker", "judge", Harm.returns(Values::givesNull));
        Site noCall = Site.in("trifecta.feed.SequenceTracker", "accept", Harm.without("print"));
        for (Site site : new Site[] {noMethod, noCall}) {
            assertThatThrownBy(() -> Weaver.weave(site, unharmed, WeaverTest.class.getClassLoader()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("there are 0 such places");
        }
    }
}
