package io.vidette.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code ./vidette} in a small source tree, with stubs for Maven, Java and {@code sleep}. */
@EnabledOnOs(OS.LINUX)
final class LauncherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Writes down that it ran, makes the jar, logs as Maven does, and waits while there is a file {@code hold}. */
    private static final String MAVEN = """
            #!/bin/sh
            echo build >>"$TEST_DIRECTORY/builds"
            echo '[INFO] --- compiler:3.14.1:compile (default-compile) @ vidette-detector ---'
            while [ -e "$TEST_DIRECTORY/hold" ]; do
                cat "$TEST_DIRECTORY/hold"
                sleep 1
            done
            if [ -e "$TEST_DIRECTORY/fail" ]; then
                echo '[ERROR] Frames.java:[3,5] cannot find symbol'
                exit 1
            fi
            touch deploy/target/launcher/vidette-deploy-1.0.jar
            echo '[INFO] BUILD SUCCESS'
            """;

    /** Makes the archive that it is asked for, and prints the last argument, which is the user's. */
    private static final String JAVA = """
            #!/bin/sh
            for argument; do
                case $argument in
                -XX:SharedArchiveFile=*/.archive-*) : >"${argument#*=}" ;;
                esac
            done
            echo "ran $argument"
            """;

    private static final String SLEEP = """
            #!/bin/sh
            exec /bin/sleep 0.05
            """;

    @TempDir
    private Path directory;

    private Path tree = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
        source = tree.resolve("detector/src/main/java/Frames.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "class A {}");
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("detector/pom.xml"), "<project/>");
        executable(tree.resolve("mvnw"), MAVEN);
        executable(tree.resolve("vidette"), Files.readString(Path.of(System.getProperty("vidette.root"), "vidette")));
        executable(directory.resolve("jdk/bin/java"), JAVA);
        executable(directory.resolve("jdk/bin/javac"), JAVA);
        executable(directory.resolve("bin/sleep"), SLEEP);
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
    }

    @Test
    void buildsOnceAndRunsTheCommand() throws Exception {
        assertThat(run(tree)).contains("ran --help");
        assertThat(run(tree)).contains("ran --help");

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void doesNotRebuildTouchedFilesWithEqualContents() throws Exception {
        run(tree);
        touchAll(tree);

        assertThat(run(tree)).doesNotContain("building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void comparesATouchedTreeOnlyOnce() throws Exception {
        run(tree);
        touchAll(tree);
        run(tree);
        executable(directory.resolve("bin/cksum"), "#!/bin/sh\ntouch \"$TEST_DIRECTORY/compared\"\n");
        run(tree);

        assertThat(directory.resolve("compared")).doesNotExist();
    }

    @Test
    void doesNotRebuildACopyOfTheTree() throws Exception {
        run(tree);
        Path copy = directory.resolve("copy of the tree");
        assertThat(new ProcessBuilder("cp", "-r", tree.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        touchAll(copy);

        assertThat(run(copy)).contains("ran --help").doesNotContain("building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void rebuildsAfterFilesAreEditedAddedOrDeleted() throws Exception {
        run(tree);
        Files.writeString(source, "class B {}");
        run(tree);
        assertThat(builds()).as("after an edit of the same length").isEqualTo(2);

        Path added = Files.writeString(source.resolveSibling("More.java"), "class More {}");
        run(tree);
        assertThat(builds()).as("after a new file").isEqualTo(3);

        Files.delete(added);
        run(tree);
        assertThat(builds()).as("after a deletion").isEqualTo(4);
    }

    @Test
    void showsTheProgressOfTheBuild() throws Exception {
        Path hold = Files.writeString(directory.resolve("hold"), "");
        Process process = start(tree, "log");

        awaitLine("log", "vidette: building \\(\\d+ s\\): compiling detector");
        Files.writeString(hold, """
                [INFO] Downloading from central: https://host/a/small.jar
                [INFO] Downloading from central: https://host/b/large.jar
                [INFO] Downloading from central: https://host/c/other.jar
                [INFO] Downloaded from central: https://host/a/small.jar (2 kB at 1 kB/s)
                """);
        awaitLine("log", "vidette: building \\(\\d+ s\\): downloading large.jar, \\d+ files done");

        Files.delete(hold);
        end(process);
    }

    @Test
    void showsTheErrorsOfAFailedBuildAndRebuilds() throws Exception {
        run(tree);
        Files.writeString(directory.resolve("fail"), "");
        Files.writeString(source, "class B {}");
        Process process = start(tree, "log");
        end(process);
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log("log"))
                .contains("[ERROR] Frames.java:[3,5] cannot find symbol", "vidette: the build failed")
                .doesNotContain("[INFO]");

        Files.delete(directory.resolve("fail"));
        Files.writeString(source, "class A {}");
        run(tree);

        assertThat(builds()).as("some modules may be of the failed build").isEqualTo(3);
    }

    @Test
    void waitsForABuildThatIsUnderWay() throws Exception {
        Path hold = Files.writeString(directory.resolve("hold"), "");
        Process first = start(tree, "first");
        awaitLine("first", "vidette: building.*compiling detector");
        Process second = start(tree, "second");
        awaitLine("second", "vidette: waiting for a build that is under way");

        Files.delete(hold);
        end(first);
        end(second);

        assertThat(log("second")).contains("ran --help");
        assertThat(builds()).isEqualTo(1);
    }

    /** Everything that the launcher and what it starts say. */
    private String run(Path root) throws Exception {
        Process process = start(root, "run");
        end(process);
        assertThat(process.exitValue()).as(log("run")).isZero();
        return log("run");
    }

    private Process start(Path root, String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve("vidette").toString(), "--help")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().put("TEST_DIRECTORY", directory.toString());
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroy();
        }
        assertThat(ended).as("the launcher ends").isTrue();
    }

    private void awaitLine(String log, String pattern) {
        await(pattern + " in the output")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log(log).lines().anyMatch(line -> line.matches(pattern)));
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve(name), UTF_8);
    }

    private int builds() throws IOException {
        return Files.readAllLines(directory.resolve("builds")).size();
    }

    private static void touchAll(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.walk(tree.resolve("detector"))) {
            paths = files.toList();
        }
        for (Path path : paths) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        }
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
