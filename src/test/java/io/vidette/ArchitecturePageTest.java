package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package map of docs/architecture.md against the source tree. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("vidette.root")));
    private static final Pattern ROW = Pattern.compile("^- `([a-z/]+)` - (?!.*\\(planned\\)$)", Pattern.MULTILINE);

    @Test
    void listsEachPackageOnceInThePackageMap() throws IOException {
        Set<String> listed = new TreeSet<>();
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        Matcher rows =
                ROW.matcher(page.substring(page.indexOf("## Package map"), page.indexOf("## The path of a frame")));
        while (rows.find()) {
            assertThat(listed.add(rows.group(1))).as(rows.group(1)).isTrue();
        }

        assertThat(listed).isEqualTo(packages());
    }

    /** Folders with classes, such as {@code topology/zone}. */
    private static Set<String> packages() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String module : Set.of("topology", "ingest", "detector", "trainer", "deploy")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java/io/vidette");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .forEach(file -> packages.add(
                                sources.relativize(file.getParent()).toString().replace('\\', '/')));
            }
        }
        return packages;
    }
}
