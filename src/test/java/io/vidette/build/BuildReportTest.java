package io.vidette.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildReportTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path root;

    @Test
    void listsSkippedTestsOfAllModulesWithTheirReasons() throws IOException {
        report("topology", "SoakTest", START, skipped("System property [vidette.soak] does not exist ==> takes long"));
        report("src/test", "CardTest", START, skipped("Assumption failed: needs a GPU") + passed() + skipped(""));
        report("detector", "GoldenTest", START, skipped("needs data&#10;at a stack") + skipped("needs data&#10;too"));
        report("trainer", "QuickTest", START, passed());

        assertThat(BuildReport.read(root, START).summary())
                .containsExactly(
                        "Skipped tests (5), and why:",
                        "  CardTest: needs a GPU",
                        "  CardTest: no reason given",
                        "  GoldenTest (2 tests): needs data",
                        "  SoakTest: takes long");
    }

    @Test
    void reportsThatNoTestWasSkipped() throws IOException {
        report("trainer", "QuickTest", START, passed());

        assertThat(BuildReport.read(root, START).summary()).containsExactly("No test was skipped.");
    }

    @Test
    void ignoresReportsOfAnEarlierBuild() throws IOException {
        report("topology", "OldTest", START.minusSeconds(1), skipped("needs Docker"));

        BuildReport report = BuildReport.read(root, START);

        assertThat(report.summary()).containsExactly("No test ran.");
        assertThat(report.slowest()).isEmpty();
    }

    @Test
    void ranksTheTwentySlowestClasses() {
        List<TestClassReport> classes = IntStream.rangeClosed(1, 21)
                .mapToObj(seconds -> new TestClassReport("Test" + seconds, seconds, List.of()))
                .toList();

        assertThat(new BuildReport(classes).slowest())
                .hasSize(20)
                .startsWith("| `Test21` | 21.0 | |", "| `Test20` | 20.0 | |")
                .endsWith("| `Test2` | 2.0 | |");
    }

    @Test
    void readsSecondsWithThousandsSeparators() throws IOException {
        report("topology", "SoakTest", START, passed());

        assertThat(BuildReport.read(root, START).classes())
                .extracting(TestClassReport::seconds)
                .containsExactly(1234.5);
    }

    @Test
    void namesAnInvalidReportFile() throws IOException {
        Path file = report("topology", "SoakTest", START, "<cut");

        assertThatThrownBy(() -> BuildReport.read(root, START))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private Path report(String module, String test, Instant written, String cases) throws IOException {
        Path folder = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        Path file = folder.resolve("TEST-io.vidette." + test + ".xml");
        Files.writeString(file, "<testsuite name='io.vidette." + test + "' time='1,234.5'>" + cases + "</testsuite>");
        return Files.setLastModifiedTime(file, FileTime.from(written));
    }

    private static String passed() {
        return "<testcase name='passes' time='0.1'/>";
    }

    private static String skipped(String message) {
        return "<testcase name='waits' time='0'><skipped message='" + message + "'/></testcase>";
    }
}
