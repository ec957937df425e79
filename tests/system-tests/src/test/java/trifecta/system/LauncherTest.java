package trifecta.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script with JDKs and a Maven that only say what they were told. */
class LauncherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    private Path home = Path.of("");

    /** What a run printed and its exit code. */
    record Result(int code, String out, String err) {}

    @BeforeEach
    void copyTheLauncher() throws IOException {
        home = Files.createDirectories(folder.resolve("a source folder"));
        Files.copy(launcher(), home.resolve("trifecta"));
        Files.createDirectories(home.resolve("libraries/x/src/main"));
        Files.createDirectories(home.resolve("applications/cli/src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("applications/cli/target/lib"));
    }

    private static Path launcher() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isExecutable(up.resolve("trifecta"))) {
                return up.resolve("trifecta");
            }
        }
        throw new IllegalStateException("the launcher is not above the working directory");
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(name));
        script(jdk.resolve("bin/java"), "echo \"java of " + name + "\"; for a in \"$@\"; do echo \"[$a]\"; done");
        script(jdk.resolve("bin/javac"), "true");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    /** A Maven that makes the jar, or fails with an error. */
    private Path maven(String build) throws IOException {
        Path bin = folder.resolve("maven/bin");
        script(
                bin.resolve("mvn"),
                "if [ \"$1\" = --version ]; then echo 'Apache Maven 3.9.16 (x)'; exit 0; fi; echo run >>"
                        + quoted(folder.resolve("builds")) + "; " + build);
        return bin;
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private static void script(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + content + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Path command, Map<String, String> environment, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Result(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private Map<String, String> environment(Path java, Path bin) {
        return Map.of("JAVA_HOME", java.toString(), "PATH", bin + ":/usr/bin:/bin");
    }

    private static final String MAKES_THE_JAR =
            "echo jar >applications/cli/target/cli-1.jar; echo jar >applications/cli/target/lib/x.jar; mkdir -p applications/cli/target/lib";

    @Test
    void itBuildsOnceAndAgainOnlyAfterAChange() throws Exception {
        Path bin = maven("mkdir -p applications/cli/target/lib; " + MAKES_THE_JAR);
        Map<String, String> environment = environment(jdk("jdk 25", "25.0.3"), bin);
        Result first = run(home.resolve("trifecta"), environment, "status", "a b");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).contains("building, first time only");
        assertThat(first.out()).contains("java of jdk 25", "[trifecta.cli.Main]\n[status]\n[a b]\n");
        Result second = run(home.resolve("trifecta"), environment, "status");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        Path source = Files.writeString(home.resolve("libraries/x/src/main/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        Result third = run(home.resolve("trifecta"), environment, "status");
        assertThat(third.err()).contains("building, the sources changed");
        assertThat(builds()).isEqualTo(2);
    }

    private long builds() throws IOException {
        try (var lines = Files.lines(folder.resolve("builds"))) {
            return lines.count();
        }
    }

    @Test
    void itIsFoundThroughLinksFromAnyFolder() throws Exception {
        Path bin = maven("mkdir -p applications/cli/target/lib; " + MAKES_THE_JAR);
        Path link = Files.createSymbolicLink(folder.resolve("tri"), Path.of("a source folder/trifecta"));
        Path second = Files.createSymbolicLink(folder.resolve("tri2"), link);
        Result result = run(second, environment(jdk("jdk", "26"), bin), "version");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("[-Dtrifecta.home=" + home.toRealPath() + "]");
    }

    @Test
    void anOldJdkIsSkippedAndANewOneIsFoundInTheUsualFolders() throws Exception {
        Path bin = maven("mkdir -p applications/cli/target/lib; " + MAKES_THE_JAR);
        jdk(".sdkman/candidates/java/26-tem", "26.0.1");
        Result result = run(home.resolve("trifecta"), environment(jdk("old", "17.0.9"), bin), "version");
        // a real JDK of this machine may be found first; it then misses the class that the stub of a build does not
        // make
        if (!result.err().contains("main class trifecta.cli.Main")) {
            assertThat(result.code()).as(result.err()).isZero();
        }
        assertThat(result.out()).doesNotContain("java of old");
    }

    @Test
    void aFailedBuildShowsItsErrorsAndWhereTheRestIs() throws Exception {
        Path bin = maven("echo '[INFO] noise'; echo '[ERROR] A.java:[1,2] wrong'; exit 1");
        Result result = run(home.resolve("trifecta"), environment(jdk("jdk", "25"), bin), "version");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("[ERROR] A.java:[1,2] wrong", ".cache/build.log", "trifecta: the build failed")
                .doesNotContain("noise");
    }

    @Test
    void theTestsEndWithTheTotalsOfAllModules() throws Exception {
        Path bin = maven("echo '[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 1 s -- in X';"
                + "echo '[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1';"
                + "echo '[ERROR] Tests run: 4, Failures: 2, Errors: 1, Skipped: 0'; exit 1");
        Result result = run(home.resolve("trifecta"), environment(jdk("jdk", "25"), bin), "test");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("Tests run: 7, Failures: 2, Errors: 1, Skipped: 1\n");
    }

    @Test
    void whoEndsTheLauncherEndsMavenAndFreesTheLock() throws Exception {
        Path pid = folder.resolve("pid");
        Path bin = maven("echo $$ >" + quoted(pid) + "; sleep 1000 & sleep 1000");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("trifecta").toString(), "version")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        builder.environment().putAll(environment(jdk("jdk", "25"), bin));
        Process launcher = builder.start();
        await(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        ProcessHandle maven =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        await(() -> maven.children().count() == 2);
        List<ProcessHandle> children = maven.children().toList();
        launcher.destroy(); // SIGTERM, handled as Ctrl-C is
        assertThat(launcher.waitFor()).isEqualTo(130);
        assertThat(maven.isAlive()).isFalse();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.isSymbolicLink(home.resolve(".cache/build.holder"))).isFalse();
    }

    @Test
    void theLockOfADeadLauncherIsTakenAndThatOfALivingOneIsWaitedForWithAWord() throws Exception {
        Path bin = maven("mkdir -p applications/cli/target/lib; " + MAKES_THE_JAR);
        Map<String, String> environment = environment(jdk("jdk", "25"), bin);
        Process other = new ProcessBuilder("sleep", "1000").start();
        Path lock = Files.createDirectories(home.resolve(".cache")).resolve("build.holder");
        Files.createSymbolicLink(lock, Path.of(String.valueOf(other.pid())));
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("trifecta").toString(), "version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process launcher = builder.start();
        await(() -> Files.readString(err)
                .contains("waiting for the build of another trifecta, process " + other.pid() + "\n"));
        assertThat(launcher.isAlive()).isTrue();
        other.destroyForcibly().waitFor();
        assertThat(launcher.waitFor()).isZero();
        assertThat(Files.readString(err)).contains("building, first time only");
        try (var left = Files.list(home.resolve(".cache"))) {
            assertThat(left.filter(each -> each.toString().contains("build.holder")))
                    .isEmpty();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
