package io.vidette.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code ./mvnw verify} says at its end: the tests that were skipped, with their reasons, and which classes took longest.
 *
 * @param classes all test classes of the build, in any order
 */
record BuildReport(List<TestClassReport> classes) {
    private static final int SLOWEST = 20;

    BuildReport {
        classes = List.copyOf(classes);
    }

    /**
     * Prints the skipped tests, and writes the slowest classes to {@code target/slowest-tests.txt}.
     *
     * @param arguments the root of the source tree, and when the build started, such as {@code 2026-01-01T00:00:00Z}
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        BuildReport report = read(root, Instant.parse(arguments[1]));
        report.summary().forEach(System.out::println);
        if (!report.classes().isEmpty()) {
            Path slowest = Files.createDirectories(root.resolve("target")).resolve("slowest-tests.txt");
            Files.write(slowest, report.slowest());
        }
    }

    /**
     * Reads Surefire's reports of all modules.
     *
     * @param root of the source tree
     * @param start of the build; what was last written before belongs to another build
     */
    static BuildReport read(Path root, Instant start) throws IOException {
        List<TestClassReport> classes = new ArrayList<>();
        for (Path module : modules(root)) {
            for (Path file : reports(module.resolve("target/surefire-reports"))) {
                if (!Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
                    classes.add(TestClassReport.read(file));
                }
            }
        }
        return new BuildReport(classes);
    }

    /** The skipped tests below a headline, or one line if there are none. */
    List<String> summary() {
        if (classes.isEmpty()) {
            return List.of("No test ran.");
        }
        int tests = classes.stream().mapToInt(report -> report.skipped().size()).sum();
        if (tests == 0) {
            return List.of("No test was skipped.");
        }
        return Stream.concat(
                        Stream.of("Skipped tests (" + tests + "), and why:"),
                        skipped().stream().map(line -> "  " + line))
                .toList();
    }

    /** One line for each class and reason, in the order of the names. */
    private List<String> skipped() {
        List<String> lines = new ArrayList<>();
        for (TestClassReport tests : sorted(Comparator.comparing(TestClassReport::name))) {
            Map<String, Long> reasons = tests.skipped().stream()
                    .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
            reasons.forEach((reason, times) ->
                    lines.add(tests.name() + (times == 1 ? "" : " (" + times + " tests)") + ": " + reason));
        }
        return lines;
    }

    /** The twenty classes that took longest, as rows of a Markdown table: class, seconds, and room for the reason. */
    List<String> slowest() {
        return sorted(Comparator.comparingDouble(TestClassReport::seconds).reversed()).stream()
                .limit(SLOWEST)
                .map(tests -> String.format(Locale.ROOT, "| `%s` | %.1f | |", tests.name(), tests.seconds()))
                .toList();
    }

    private List<TestClassReport> sorted(Comparator<TestClassReport> order) {
        return classes.stream().sorted(order).toList();
    }

    /** The folders with a {@code pom.xml}, one or two levels below the root. */
    private static List<Path> modules(Path root) throws IOException {
        try (Stream<Path> files = Files.find(root, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            return files.map(Path::getParent).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList();
        }
    }
}
