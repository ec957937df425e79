package trifecta.system;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shape of the whole: who may know whom, each rule with its reason. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("trifecta");

    private static final List<String> APPLICATIONS = List.of("gatherer", "deduplicator", "exchange", "console", "cli");

    private static final List<String> LIBRARIES = List.of("market", "journal", "store", "protocol", "feed", "service");

    /** What a module may import of ours. */
    record Imports(String module, List<String> allowed, String because) {
        @Override
        public String toString() {
            return module + " imports " + (allowed.isEmpty() ? "nothing of ours" : String.join(", ", allowed));
        }
    }

    static Stream<Imports> imports() {
        return Stream.of(
                new Imports(
                        "market", List.of(), "the vocabulary and the arbitration are pure and stand below everything"),
                new Imports("service", List.of(), "the shell of every process stands beside the product, not in it"),
                new Imports("journal", List.of("market"), "raw frames are kept without knowing what they mean"),
                new Imports("store", List.of("market"), "rows are stored without knowing who makes them"),
                new Imports("protocol", List.of("market"), "the exchange's language says nothing of how we store"),
                new Imports(
                        "feed",
                        List.of("market", "protocol", "journal"),
                        "folding a line is pure: no store, no process"),
                new Imports(
                        "exchange",
                        List.of("market", "protocol", "service"),
                        "an exchange that shared more with the gatherer would share its mistakes"),
                new Imports(
                        "gatherer",
                        List.of("market", "protocol", "journal", "feed", "store", "service"),
                        "applications never import each other"),
                new Imports(
                        "deduplicator",
                        List.of("market", "protocol", "store", "service"),
                        "the merge reads rows; frames and journals are the gatherers' own"),
                new Imports("console", List.of("market", "store", "service"), "the console looks, it does not capture"),
                new Imports(
                        "cli",
                        List.of("market", "protocol", "store", "service"),
                        "the command knows components by name, never by type"));
    }

    @ParameterizedTest
    @MethodSource("imports")
    void modulesImportOnlyWhatIsBelowThem(Imports rule) {
        List<String> others = new ArrayList<>();
        Stream.concat(APPLICATIONS.stream(), LIBRARIES.stream())
                .filter(module ->
                        !module.equals(rule.module()) && !rule.allowed().contains(module))
                .forEach(module -> others.add(packageOf(module)));
        noClasses()
                .that(resideInAPackage(packageOf(rule.module())))
                .should()
                .dependOnClassesThat(resideInAnyPackage(others.toArray(String[]::new)))
                .because(rule.because())
                .check(CLASSES);
    }

    @Test
    void everyModuleIsLookedAt() {
        for (String module :
                Stream.concat(APPLICATIONS.stream(), LIBRARIES.stream()).toList()) {
            assertThat(CLASSES.stream()
                            .anyMatch(each -> each.getPackageName().startsWith("trifecta." + module)
                                    && !each.getSimpleName().equals("package-info")))
                    .as("classes of " + module)
                    .isTrue();
        }
    }

    @Test
    void theMarketKnowsTheJdkAlone() {
        classes()
                .that(resideInAPackage("trifecta.market.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("trifecta.market..", "java..", "org.jspecify.annotations.."))
                .because("what must be right is small and can be read without knowing any library")
                .check(CLASSES);
    }

    @Test
    void clocksAreArguments() {
        noClasses()
                .that(outsideOf("service"))
                .and()
                // the watchdog of a socket measures silence in monotonic time, and protocol imports nothing of service
                .resideOutsideOfPackage("trifecta.protocol.websocket..")
                .should()
                .callMethodWhere(calls(System.class, "nanoTime", "currentTimeMillis")
                        .or(calls(Instant.class, "now"))
                        .or(calls(InstantSource.class, "system"))
                        .or(calls(Clock.class, "systemUTC", "systemDefaultZone", "system"))
                        .or(calls(LocalDate.class, "now"))
                        .or(calls(LocalDateTime.class, "now"))
                        .or(calls(ZonedDateTime.class, "now"))
                        .or(calls(OffsetDateTime.class, "now")))
                .because("time that is read anywhere cannot be simulated; take an InstantSource or ticks")
                .check(CLASSES);
    }

    @Test
    void theEnvironmentAndTheExitAreTheShells() {
        noClasses()
                .that(outsideOf("service"))
                .should()
                .callMethodWhere(calls(System.class, "getenv", "exit")
                        .or(calls(Runtime.class, "exit", "halt", "addShutdownHook")))
                .because("configuration is read whole at the start, and an end closes what was built")
                .check(CLASSES);
    }

    @Test
    void loggingGoesThroughItsFacade() {
        noClasses()
                .that(outsideOf("service"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                .because("one place knows how a line of the log is made")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandPrints() {
        noClasses()
                .that(outsideOf("service").and(outsideOf("cli")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a component speaks through its log and its status")
                .check(CLASSES);
    }

    @Test
    void nothingThatBreaksItOnPurposeIsInTheProduct() {
        noClasses()
                .should()
                .resideInAnyPackage("trifecta.sabotage..", "trifecta.simulation..")
                .orShould()
                .dependOnClassesThat(
                        resideInAnyPackage("java.lang.instrument..", "java.lang.classfile..", "com.sun.tools.attach.."))
                .because(
                        "bugs are planted from outside, into processes of tests; what is shipped has no place for them")
                .check(CLASSES);
    }

    private static String packageOf(String module) {
        return "trifecta." + module + "..";
    }

    /** Test support stands beside the rules: it is not part of a running system. */
    private static DescribedPredicate<JavaClass> outsideOf(String module) {
        return DescribedPredicate.not(resideInAnyPackage(packageOf(module), packageOf("testkit")))
                .as("are outside of " + module);
    }

    private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("/", names),
                call -> call.getTargetOwner().isEquivalentTo(owner) && wanted.contains(call.getName()));
    }
}
