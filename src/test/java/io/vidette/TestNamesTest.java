package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test is named by a verb phrase about the class under test, as CONTRIBUTING.md asks. */
final class TestNamesTest {
    private static final List<String> MODULES = List.of("", "topology", "ingest", "detector", "trainer", "deploy");
    private static final Pattern TEST =
            Pattern.compile("(?m)^ +@(?:Test|ParameterizedTest|RepeatedTest)\\b(?s:.*?)\\bvoid (\\w+)\\(");
    private static final Pattern OTHER_STYLE =
            Pattern.compile("(?:an?|the|it|is|of|should|test|what|when|where|who|whoever)(?:[A-Z].*)?");

    @Test
    void findsNoTestNamedInAnotherStyle() throws IOException {
        for (String module : MODULES) {
            Path tests = Path.of(System.getProperty("vidette.root"), module, "src/test/java");
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    List<String> names = TEST.matcher(Files.readString(file))
                            .results()
                            .map((MatchResult test) -> test.group(1))
                            .toList();
                    assertThat(names).as(file.toString()).noneMatch(OTHER_STYLE.asMatchPredicate());
                }
            }
        }
    }
}
